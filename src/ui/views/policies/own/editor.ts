/** The editor of a policy's code: CodeMirror in a root of its own, whose styles the page's policy lets in. Fetched with the panel. */
import {
  closeBrackets,
  closeBracketsKeymap,
  autocompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript, javascriptLanguage, localCompletionSource } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { forceLinting, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorState, StateEffect, type Transaction } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { membersAt } from './complete.ts';
import { faultIn, syntaxFaults, type PlacedFault } from './faults.ts';
import { highlight, look } from './look.ts';

/** What a run ended with is another: what is wrong is looked for anew. */
const faulted = StateEffect.define<undefined>();

/** Milliseconds without typing after which syntax is judged. */
const SYNTAX_MS = 300;

export interface Editor {
  readonly text: string;
  /** Another text, as somebody else's: it cannot be undone. */
  become(text: string): void;
  /** What a run ended with, at its line; undefined takes it away, as the next letter typed does. */
  mark(fault: PlacedFault | undefined): void;
  focus(): void;
  destroy(): void;
}

export interface EditorOptions {
  readonly text: string;
  /** For those who hear the page. */
  readonly label: string;
  readonly ontype: (text: string) => void;
  readonly onrun: () => void;
}

export function editorIn(host: HTMLElement, { text, label, ontype, onrun }: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  let fault: PlacedFault | undefined;
  // Letters typed here are no keys of the page, which sees only the host.
  host.addEventListener('keydown', (event) => {
    event.stopPropagation();
  });
  const extensions = [
    // Before the others: Enter with Ctrl or the command key runs, and makes no line.
    keymap.of([{ key: 'Mod-Enter', run: () => (onrun(), true) }]),
    lineNumbers(),
    // Letters that show nothing, or turn the direction of what follows, are shown.
    highlightSpecialChars(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    javascript(),
    javascriptLanguage.data.of({ autocomplete: membersAt }),
    javascriptLanguage.data.of({ autocomplete: localCompletionSource }),
    autocompletion({ icons: false }),
    linter((view) => [...syntaxFaults(view.state), ...faultIn(view.state, fault)], {
      delay: SYNTAX_MS,
      needsRefresh: ({ transactions }) =>
        transactions.some(({ effects }) => effects.some((one) => one.is(faulted))),
    }),
    lintGutter(),
    syntaxHighlighting(highlight),
    look,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (!docChanged) return;
      fault = undefined;
      ontype(state.doc.toString());
    }),
    // Left to the browser, text over a coloured selection keeps that colour by a style of its own, which the page's policy refuses.
    EditorView.domEventHandlers({ beforeinput: (event, view) => overSelection(event, view) }),
    // Tab is not taken: whoever has no mouse must get out again.
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
  ];
  const stateOf = (doc: string): EditorState => EditorState.create({ doc, extensions });
  const view = new EditorView({ state: stateOf(text), parent: root, root });
  return {
    get text() {
      return view.state.doc.toString();
    },
    become(next) {
      if (next === view.state.doc.toString()) return;
      fault = undefined;
      view.setState(stateOf(next));
    },
    mark(next) {
      if (next === fault) return;
      fault = next;
      view.dispatch({ effects: faulted.of(undefined) });
      forceLinting(view);
    },
    focus: () => {
      view.focus();
    },
    destroy: () => {
      view.destroy();
    },
  };
}

/** Puts what is typed in the place of what is selected; whether it did. */
function overSelection(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const { data } = event;
  if (event.inputType !== 'insertText' || data === null || empty || view.composing) return false;
  event.preventDefault();
  const plain = (): Transaction =>
    view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
  // Brackets go around what is selected.
  const taken = view.state.facet(EditorView.inputHandler).some((take) => take(view, from, to, data, plain));
  if (!taken) view.dispatch(plain());
  return true;
}

export function buildAgent(): Promise<{ readonly code: string; readonly sources: ReadonlySet<string> }>;
export function buildAgentProgram(): Promise<string>;

/** Each trick of a hostile peer, in the words that the agent has for it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './transport.ts';
import { kubernetesAt, type ApiAnswer } from '../kubernetes.ts';
import { prometheusAt } from '../prometheus.ts';
import { Secrets } from '../secrets.ts';
import { accepted, refused } from '../../../model/result.ts';
import { TOKEN } from '../../../testing/cluster/deployed.ts';
import { startHostilePeer, type HostilePeer } from '../../../testing/cluster/hostile/peer.ts';
import { trickNames, type TrickName } from '../../../testing/cluster/hostile/tricks.ts';
import { tellsToken } from '../../../testing/cluster/hostile/world.ts';

const BODY = JSON.stringify({ metadata: { name: 'crop' }, spec: { replicas: 3 } });
let peer: HostilePeer;
beforeAll(async () => {
  peer = await startHostilePeer(() => Promise.resolve({ status: 200, body: BODY }));
});
afterAll(() => peer.close());

function play(trick: TrickName): Secrets {
  peer.choose = () => ({ trick, carriedOut: true });
  const secrets = new Secrets();
  secrets.add(TOKEN);
  return secrets;
}
async function asked(trick: TrickName, seconds = 0.5): Promise<ApiAnswer> {
  const secrets = play(trick);
  const kubernetes = kubernetesAt({
    url: `${peer.url}/`,
    token: () => Promise.resolve(accepted(TOKEN)),
    seconds,
    ask,
    secrets,
  });
  return kubernetes({ method: 'GET', path: '/apis/x' });
}

const told = 'answered with a redirect';
describe('an API server’s answer', () => {
  it.each<readonly [TrickName, number, RegExp]>([
    ['silent', 0, /^no answer \(it took longer than 0\.5 s\)$/],
    ['silent after the head', 200, /it took longer than 0\.5 s$/],
    ['a byte every 100 ms', 200, /it took longer than 0\.5 s$/],
    ['a byte of the head every 100 ms', 0, /^no answer \(it took longer than 0\.5 s\)$/],
    ['a no, a byte every 100 ms', 500, /^its words did not arrive: it took longer than 0\.5 s$/],
    ['endless spaces', 200, /^an answer that cannot be used: it is longer than 512 KiB$/],
    ['an endless list', 200, /longer than 512 KiB/],
    ['endless without a length', 200, /longer than 512 KiB/],
    ['an endless no', 500, /^no no no .{180,}…$/],
    ['endless headers', 0, /^no answer \(its headers are longer than 16 KiB\)$/],
    ['one header of a megabyte', 0, /headers are longer than 16 KiB/],
    ['a hundred thousand headers', 0, /headers are longer than 16 KiB/],
    ['endless preliminary answers', 0, /preliminary answers without end/],
    ['a length that is too long, then the end', 200, /it cut the connection$/],
    ['a length that is too long, then nothing', 200, /it took longer than 0\.5 s$/],
    ['a length that is too short', 200, /it is no JSON$|no HTTP/],
    ['a length below nothing', 0, /no HTTP/],
    ['a length of 9 PB', 200, /it took longer than 0\.5 s$/],
    ['a length beyond all numbers', 0, /no HTTP/],
    ['a length and chunks', 0, /no HTTP/],
    ['a chunk of 4 GB', 200, /it took longer than 0\.5 s$/],
    ['a chunk of zz bytes', 200, /no HTTP/],
    ['a bomb of gzip', 200, /it is compressed, which was not asked for$/],
    ['a bomb of deflate', 200, /it is compressed/],
    ['a bomb of brotli', 200, /it is compressed/],
    ['a no that is a bomb', 500, /it is compressed/],
    ['packed 1,500 times', 200, /it is compressed/],
    ['packed, and not said', 200, /it is no JSON$/],
    [
      'redirect 301',
      301,
      new RegExp(`^127\\.0\\.0\\.1:\\d+ ${told} \\(301\\) to 127\\.0\\.0\\.1:\\d+; the agent follows none$`),
    ],
    ['redirect 307', 307, new RegExp(`${told} \\(307\\) to 127`)],
    ['redirect 308', 308, new RegExp(`${told} \\(308\\) to 127`)],
    ['redirect to nowhere', 307, new RegExp(`${told} \\(307\\) to nowhere; the agent follows none$`)],
    ['redirect to a file', 302, new RegExp(`${told} \\(302\\) to an address that is none`)],
    ['the token in plain words', 500, /^what is \[token\]\?$/],
    ['the token in a status', 403, /^Bearer \[token\] is forbidden$/],
    ['half of it', 200, /it is no JSON$/],
    ['empty', 200, /^an answer that cannot be used: it is empty$/],
    ['status 204', 204, /it is empty$/],
    ['a hundred thousand levels', 200, /more than 64 levels deep$/],
    ['a million items', 200, /longer than 512 KiB|more than 20,000 values/],
    ['a plain 500', 500, /^the database is {2}\[31mdown/],
    ['a page of 502', 502, /^<html>bad gateway<\/html>$/],
    ['status 999', 999, /^so it is$/],
    ['only "taken"', 422, /^it would be taken$/],
    ['another protocol', 0, /another protocol/],
    ['no HTTP', 0, /no HTTP/],
    ['nothing, and the end', 0, /^no answer \(/],
    ['a reset', 0, /it cut the connection/],
    ['a reset in the middle', 200, /it cut the connection/],
  ])('%s: %s', async (trick, status, message) => {
    const answer = await asked(trick);
    expect(answer).toMatchObject({ ok: false, status, message: expect.stringMatching(message) as string });
  });

  it('is read where it comes byte by byte', async () => {
    expect(await asked('a chunk for each byte', 5)).toEqual({ ok: true, body: JSON.parse(BODY) as unknown });
  });

  it('is given up after two seconds of silence, however much time there is', async () => {
    const before = performance.now();
    expect(await asked('silent after the head', 30)).toMatchObject({
      message: expect.stringMatching(/it fell silent for 2 s in the middle$/) as string,
    });
    expect(performance.now() - before).toBeLessThan(4000);
  });

  it('never tells the token, and none is taken elsewhere', async () => {
    for (const trick of trickNames) {
      const answer = await asked(trick, 0.2);
      if (!answer.ok) expect(tellsToken(answer.message), `${trick}: ${answer.message}`).toBe(false);
    }
    expect(peer.lured).toEqual({ requests: 0, tokens: 0 });
  });

  it('is not asked for where there is no token', async () => {
    const secrets = new Secrets();
    const token = (): Promise<ReturnType<typeof refused<string>>> =>
      Promise.resolve(refused('The token is gone.'));
    const answer = await kubernetesAt({ url: peer.url, token, seconds: 1, ask, secrets })({
      method: 'GET',
      path: '/apis/x',
    });
    expect(answer).toEqual({ ok: false, status: 0, message: 'no answer (The token is gone.)' });
  });

  it('is none where nobody listens', async () => {
    const secrets = new Secrets();
    const token = (): Promise<ReturnType<typeof accepted<string>>> => Promise.resolve(accepted('t'));
    for (const url of ['http://127.0.0.1:1', 'https://localhost:1', 'http://nobody.invalid'])
      expect(
        await kubernetesAt({ url, token, seconds: 2, ask, secrets })({ method: 'GET', path: '/' }),
        url,
      ).toMatchObject({
        ok: false,
        status: 0,
        message: expect.stringMatching(
          /^no answer \((connect ECONNREFUSED|getaddrinfo|it took).+\)$/,
        ) as string,
      });
  });
});

describe('a Prometheus’s answer', () => {
  it.each<readonly [TrickName, RegExp]>([
    ['silent', /^Prometheus does not answer \(it took longer than 0\.5 s\)\.$/],
    ['a reset', /^Prometheus does not answer \(it cut the connection\)\.$/],
    [
      'redirect 307',
      /^Prometheus: 127\.0\.0\.1:\d+ answered with a redirect \(307\) to 127\.0\.0\.1:\d+; the agent follows none\.$/,
    ],
    ['a plain 500', /^Prometheus answers 500: the database is/],
    ['an endless no', /^Prometheus answers 500: no no/],
    ['an endless list', /^Prometheus’s answer cannot be used: it is longer than 64 KiB\.$/],
    ['a million samples', /longer than 64 KiB/],
    ['a bomb of gzip', /it is compressed/],
    ['half of it', /^Prometheus’s answer cannot be used: it is no JSON\.$/],
  ])('%s', async (trick, message) => {
    const prometheus = prometheusAt(peer.url, 0.5, ask, play(trick));
    expect(await prometheus('up', 0, 'number')).toMatchObject({
      ok: false,
      message: expect.stringMatching(message) as string,
    });
  });
});

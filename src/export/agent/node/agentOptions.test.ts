import { describe, expect, it } from 'vitest';
import { apiOf, optionsOf } from './agentOptions.ts';

describe('the API server’s address', () => {
  it.each([
    ['https://api:6443', {}, 'https://api:6443'],
    ['http://127.0.0.1:8001/', { KUBERNETES_SERVICE_HOST: 'x y' }, 'http://127.0.0.1:8001/'],
    [undefined, { KUBERNETES_SERVICE_HOST: '10.0.0.1' }, 'https://10.0.0.1:443'],
    [
      undefined,
      { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' },
      'https://[fd00::1]:6443',
    ],
  ])('%s with %j is %s', (api, environment, url) => {
    expect(apiOf(api, environment)).toEqual({ ok: true, value: url });
  });

  it.each([
    ['nothing', undefined, {}, /--api is missing, and this is no pod/],
    ['an empty host', undefined, { KUBERNETES_SERVICE_HOST: '' }, /are "" and "443", which are no host/],
    ['a host with a path', undefined, { KUBERNETES_SERVICE_HOST: 'a/b' }, /are "a\/b" and "443"/],
    ['a host with a line break', undefined, { KUBERNETES_SERVICE_HOST: 'a\nb' }, /are "a\\nb" and "443"/],
    ['a host with a user', undefined, { KUBERNETES_SERVICE_HOST: 'me@a' }, /which are no host/],
    ['brackets too many', undefined, { KUBERNETES_SERVICE_HOST: '::::1' }, /which are no host/],
    [
      'a port that is none',
      undefined,
      { KUBERNETES_SERVICE_HOST: 'a', KUBERNETES_SERVICE_PORT: 'tcp://a' },
      /and "tcp:\/\/a"/,
    ],
    [
      'a port too high',
      undefined,
      { KUBERNETES_SERVICE_HOST: 'a', KUBERNETES_SERVICE_PORT: '65536' },
      /"65536"/,
    ],
    ['an address without a scheme', 'api:6443', {}, /^--api is no address/],
    ['a file', 'file:///etc/passwd', {}, /^--api is no address/],
    ['a password', 'https://me:secret@api', {}, /^--api is no address/],
    ['no host', 'https://', {}, /^--api is no address/],
  ])('refuses %s', (_, api, environment, message) => {
    const url = apiOf(api, environment);
    expect(url).toMatchObject({ ok: false, message: expect.stringMatching(message) as string });
    expect(JSON.stringify(url)).not.toContain('secret');
  });
});

describe('the port', () => {
  it.each(['', '-1', '65536', '1e3', '0x50', ' 80', '80.5', 'http', '99999999'])('is not "%s"', (port) => {
    expect(optionsOf(['--bundle', 'a', '--settings', 'b', `--port=${port}`])).toMatchObject({
      ok: false,
      message: `--port is a number up to 65535, not "${port}".`,
    });
  });

  it.each([
    ['0', 0],
    ['9090', 9090],
    ['65535', 65_535],
  ])('is %s', (port, value) => {
    expect(optionsOf(['--bundle', 'a', '--settings', 'b', '--port', port])).toMatchObject({
      ok: true,
      value: { port: value },
    });
  });
});

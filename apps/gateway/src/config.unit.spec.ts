import { checkEnvironment } from '@xunlian/service';
import { accessOf, gatewayVariables, servicesIn } from './config.ts';

const supergraph = 'enum join__Graph { ROUNDS @join__graph(name: "rounds", url: "") FINDINGS @join__graph(name: "findings", url: "") }';
const variables = gatewayVariables(servicesIn(supergraph));
const keys = `rounds=${'ab'.repeat(32)},findings=${'cd'.repeat(32)}`;

describe('The gateway’s configuration', () => {
  it('gives every service of the graph its address and key', () => {
    const read = checkEnvironment(variables, { PORT: '4000', SERVICE_URLS: 'rounds=http://localhost:4003, findings=http://localhost:4004|http://localhost:4014', SERVICE_KEYS: keys });
    expect(read).toMatchObject({ PORT: 4000, HOST: '127.0.0.1' });
    expect(accessOf(read.SERVICE_URLS, read.SERVICE_KEYS).get('findings')).toEqual({ urls: ['http://localhost:4004', 'http://localhost:4014'], key: 'cd'.repeat(32) });
  });

  it('names every bad variable at once, and no value', () => {
    expect(() => checkEnvironment(variables, { SERVICE_URLS: 'rounds=localhost', SERVICE_KEYS: keys.replace('cd', 'secret') })).toThrow([
      'The environment is not as it must be:',
      'PORT: is missing',
      'SERVICE_URLS: must hold name=url for rounds, findings',
      'SERVICE_KEYS: must hold name=hex for findings',
    ].join('\n  '));
  });
});

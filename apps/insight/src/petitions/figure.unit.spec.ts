import { fact, figureAfter } from '../../test/happenings.ts';
import { petitions } from './figure.ts';

it('counts petitions by channel, only those received in the period', async () => {
  const received = [['VISIT', '2020-02-01'], ['CALL', '2020-03-01'], ['VISIT', '2020-12-31'], ['ONLINE', '2021-01-01']];
  const facts = received.map(([channel, receivedOn], place) => fact('PetitionRecorded', `p${place}`, { channel, receivedOn }));
  expect(await figureAfter(petitions, facts)).toEqual({ total: 3, byChannel: [{ channel: 'CALL', count: 1 }, { channel: 'VISIT', count: 2 }] });
});

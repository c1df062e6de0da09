import { PetitionChannel, petitionTopic } from '@xunlian/events';
import { countedBy } from '../figures/counted.ts';
import type { Figure } from '../figures/figure.ts';
import { day, oneOf } from '../rows/column.ts';
import { table } from '../rows/table.ts';

/** How many petitions came one way. */
export interface ChannelCount {
  readonly channel: string;
  readonly count: number;
}

/** Petitions received in the period. */
export interface PetitionFigures {
  readonly total: number;
  readonly byChannel: readonly ChannelCount[];
}

/** What the figure is counted over. */
export const petitionTables = [table('petitions', petitionTopic, { channel: oneOf(PetitionChannel), receivedOn: day })];

const byChannel = countedBy('petitions', { column: 'channel', dayColumn: 'receivedOn' }, (channel, count): ChannelCount => ({ channel, count }));

/** Petitions received in the period, by channel. */
export const petitions: Figure<PetitionFigures> = {
  ...byChannel,
  answer: (lines) => {
    const channels = byChannel.answer(lines);
    return { total: channels.reduce((sum, { count }) => sum + count, 0), byChannel: channels };
  },
};

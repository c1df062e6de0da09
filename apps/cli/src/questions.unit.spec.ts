import { readFileSync } from 'node:fs';
import { hearers } from '@xunlian/events';
import { format } from '@xunlian/interchange';
import { buildSchema, isInputObjectType, isNonNullType, parse, validate } from 'graphql';
import { codesQuestion, countQuestion, fixedQuestion, pageOfCodesQuestion, pageQuestion, rebuildQuestions, recordQuestion } from './questions.ts';

const graph = buildSchema(readFileSync(new URL('../../gateway/api.graphql', import.meta.url), 'utf8'));
const complaints = (question: string) => validate(graph, parse(question)).map(({ message }) => message);

describe('what the command asks', () => {
  it.each(format.map((file) => [file.file, file] as const))('about %s is in the graph', (_, file) => {
    for (const question of [recordQuestion(file, 'STATED'), recordQuestion(file, 'EXPORTED'), pageQuestion(file), pageOfCodesQuestion(file), countQuestion(file), codesQuestion(file)]) expect(complaints(question)).toEqual([]);
  });
  it.each(['status', 'reached'] as const)('for %s is in the graph', (name) => {
    expect(complaints(fixedQuestion(name))).toEqual([]);
  });
  it.each(hearers)('to build anew what %s keeps is in the graph', (service) => {
    for (const question of Object.values(rebuildQuestions(service))) expect(complaints(question)).toEqual([]);
  });
  it.each(format.map((file) => [file.kind, file] as const))('to record a %s has a field for each column, required where the column is', (kind, { columns }) => {
    const input = graph.getType(`${kind}Input`);
    const fields = isInputObjectType(input) ? Object.values(input.getFields()) : [];
    expect(Object.fromEntries(fields.map(({ name, type }) => [name, isNonNullType(type)])))
      .toEqual(Object.fromEntries(columns.map((column) => [column.field, column.required])));
  });
});

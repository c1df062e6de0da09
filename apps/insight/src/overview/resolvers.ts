import type { Resolvers } from '../__generated__/resolvers.ts';
import { checks } from '../checks/figure.ts';
import { campaigns } from '../campaigns/figure.ts';
import { clues } from '../clues/figure.ts';
import { confessions } from '../confessions/figure.ts';
import type { Context } from '../context.ts';
import { coverage } from '../coverage/figure.ts';
import type { Figure, Question } from '../figures/figure.ts';
import { inspections } from '../inspections/figure.ts';
import { interviews } from '../interviews/figure.ts';
import { letters } from '../letters/figure.ts';
import { measures } from '../measures/figure.ts';
import { accountability, outcomes } from '../outcomes/figure.ts';
import { personnel } from '../personnel/figure.ts';
import { petitions } from '../petitions/figure.ts';
import { foundProblems, rectification } from '../problems/figure.ts';
import { recoveredYuan } from '../recoveries/figure.ts';
import { questionOf } from './rules.ts';

/** An overview is the question; each figure is counted when it is asked for. */
export type Overview = Question;

/** The problems of an overview, in the same way. */
export type ProblemFigures = Question;

const answers = <Answer>(figure: Figure<Answer>) =>
  (question: Question, _: object, { figures }: Context): Promise<Answer> => figures.load(question, figure);

const part = <Answer, Field extends keyof Answer>(figure: Figure<Answer>, field: Field) =>
  async (question: Question, _: object, { figures }: Context): Promise<Answer[Field]> => (await figures.load(question, figure))[field];

/** The figures of an office in the graph. */
export const overview: Resolvers = {
  Office: {
    overview: async ({ code }, period, { viewer, offices }) => questionOf(viewer, { lineage: await offices.load(code), ...period }),
  },
  Overview: {
    personnel: answers(personnel), coverage: answers(coverage), inspections: answers(inspections), petitions: answers(petitions),
    problems: (question) => question,
    clues: answers(clues), outcomes: answers(outcomes), accountability: answers(accountability), checks: answers(checks),
    letters: answers(letters), measures: answers(measures), interviews: answers(interviews), campaigns: answers(campaigns),
    confessions: answers(confessions), recoveredYuan: answers(recoveredYuan),
  },
  ProblemFigures: {
    found: part(foundProblems, 'found'), rectification: answers(rectification),
    byDiscipline: part(foundProblems, 'byDiscipline'), byScope: part(foundProblems, 'byScope'),
  },
};

// as: apps/findings/src/clue/resolvers.ts
import { decide } from '@xunlian/organizations/src/division/rules.ts'; // refused: @nx/enforce-module-boundaries "Imports of apps are forbidden"
import { evolve } from '../../../pools/src/person/rules.ts'; // refused: @nx/enforce-module-boundaries "relative"
import { given } from '@xunlian/testing'; // refused: @nx/enforce-module-boundaries "layer:app"
import { Kafka } from 'kafkajs'; // refused: @typescript-eslint/no-restricted-imports
import { Schema } from 'mongoose'; // refused: @typescript-eslint/no-restricted-imports
import { MongoClient } from 'mongodb'; // refused: @typescript-eslint/no-restricted-imports
import { DuckDBInstance } from '@duckdb/node-api'; // refused: @typescript-eslint/no-restricted-imports

/** Everything an app may not reach for. */
export const reached = [decide, evolve, given, Kafka, Schema, MongoClient, DuckDBInstance];

import { startRecordService } from '@xunlian/service/records';
import { config } from './config.ts';
import { service } from './service.ts';

void startRecordService({ ...service, config });

import { statfsSync } from 'node:fs';

/** Below this, parallel queries in /dev/shm fail with "could not resize shared memory segment". */
const ROOMY_SHARED_MEMORY_BYTES = 256 * 1024 * 1024;

/** Free bytes of /dev/shm; 0 where there is none. */
function freeSharedMemory(): number {
  try {
    const shm = statfsSync('/dev/shm');
    return shm.bsize * shm.bavail;
  } catch {
    return 0;
  }
}

/** The choice for this machine; initdb needs it too, since it starts servers of its own. */
export function sharedMemoryHere(): string {
  return dynamicSharedMemory(process.platform, freeSharedMemory());
}

/** Where parallel queries share memory: /dev/shm, or files of the data folder where that is small. */
export function dynamicSharedMemory(platform: NodeJS.Platform, freeBytes: number): string {
  if (platform === 'win32') return 'windows';
  return freeBytes >= ROOMY_SHARED_MEMORY_BYTES ? 'posix' : 'mmap';
}

/**
 * The server's settings, passed on its command line at every start, so that a data folder made by
 * an older version runs with today's settings. `durable: false` is for tests that throw the data
 * away: an answered write may then be lost when the machine (not merely the process) dies.
 */
export function serverSettings(options: {
  readonly port: number;
  readonly maxConnections: number;
  readonly durable: boolean;
}): Readonly<Record<string, string>> {
  const durability: Record<string, string> = options.durable
    ? { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
    : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  return {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    max_connections: String(options.maxConnections),
    password_encryption: 'scram-sha-256',
    shared_buffers: '128MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    max_wal_size: '1GB',
    wal_level: 'logical',
    dynamic_shared_memory_type: sharedMemoryHere(),
    shared_preload_libraries: 'pg_stat_statements',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    jit: 'off',
    track_io_timing: 'on',
    log_min_duration_statement: '1000',
    // A statement's text may hold a client's name: the log keeps durations and errors, not parameters.
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    ...durability,
  };
}

/** Passwords over 127.0.0.1 and nothing else: no trust, no socket, no other machine. */
export const HOST_BASED_ACCESS = `# Written by the console's embedded cloud; changes are overwritten.
host    all             all     127.0.0.1/32    scram-sha-256
host    replication     all     127.0.0.1/32    scram-sha-256
`;

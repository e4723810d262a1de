export interface Product {
  readonly port: number;
  readonly origin: string;
  readonly pid: number;
  /** The last it printed. */
  printed(): string;
  /** Ends it; answers its exit code, null when it had to be killed. Doing it twice is not an error. */
  stop(): Promise<number | null>;
}

export function startProduct(options: {
  readonly dataDir: string;
  /** Password of the users of both demo accounts. */
  readonly demoPassword: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly args?: readonly string[];
}): Promise<Product>;

import { type Argument, type Command, Argument as CommandArgument } from 'commander';
import { type Cli, printLine } from '../shared/cli-io.js';

type Shell = 'bash' | 'zsh' | 'fish';

/** `crossprop completion bash|zsh|fish` */
export function registerCompletion(program: Command, { io }: Cli): void {
  const shell: Argument = new CommandArgument('<SHELL>', 'shell').choices(['bash', 'zsh', 'fish']);
  program
    .command('completion')
    .description('Print what makes a shell complete the commands and options of crossprop.')
    .addArgument(shell)
    .addHelpText(
      'after',
      '\nExample:\n  $ crossprop completion bash >> ~/.bashrc\n  $ crossprop completion fish > ~/.config/fish/completions/crossprop.fish',
    )
    .action((name: Shell) => printLine(io.stdout, completionScript(program, name)));
}

interface Node {
  /** The words that lead to it, `devices show`; empty for the program. */
  readonly path: string;
  /** What may follow: commands and long options. */
  readonly words: readonly string[];
  readonly commands: readonly Command[];
  readonly options: readonly { readonly flag: string; readonly description: string }[];
}

/** The script of a shell for all commands below `program`. */
export function completionScript(program: Command, shell: Shell): string {
  const nodes = nodesOf(program, []);
  if (shell === 'fish') return fishScript(nodes);
  const zsh = shell === 'zsh' ? 'autoload -U +X bashcompinit && bashcompinit\n' : '';
  return zsh + bashScript(nodes);
}

function nodesOf(command: Command, path: readonly string[]): Node[] {
  const options = [...command.options, ...command.createHelp().visibleOptions(command)]
    .filter(({ long }, i, all) => long && all.findIndex((other) => other.long === long) === i)
    .map(({ long, description }) => ({ flag: long as string, description }));
  const names = command.commands.map((inner) => inner.name());
  const words = [...names, ...options.map(({ flag }) => flag)];
  const node = { path: path.join(' '), words, commands: command.commands, options };
  return [node, ...command.commands.flatMap((inner) => nodesOf(inner, [...path, inner.name()]))];
}

/**
 * The words typed so far that are commands lead to a node; files are completed beside its words.
 */
function bashScript(nodes: readonly Node[]): string {
  const cases = nodes.map(({ path, words }) => `    "${path}") words="${words.join(' ')}" ;;`);
  const paths = nodes.map(({ path }) => `"${path}"`).filter((path) => path !== '""');
  return `_crossprop() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path= word words next
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${path:+$path }$word"
    case "$next" in
      ${paths.join('|')}) path=$next ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _crossprop crossprop`;
}

function fishScript(nodes: readonly Node[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = nodes.flatMap(({ path, commands, options }) => {
    const names = commands.map((inner) => inner.name());
    const [group] = path.split(' ');
    const seen = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
    const here = path === '' ? '__fish_use_subcommand' : seen.join('; and ');
    const above =
      names.length > 0 && path !== '' ? `; and not __fish_seen_subcommand_from ${names.join(' ')}` : '';
    return [
      ...commands.map(
        (inner) =>
          `complete -c crossprop -f -n ${quoted(here + above)} -a ${inner.name()} -d ${quoted(inner.description())}`,
      ),
      ...options
        .filter(() => group !== '')
        .map(
          ({ flag, description }) =>
            `complete -c crossprop -n ${quoted(here)} -l ${flag.slice(2)} -d ${quoted(description)}`,
        ),
    ];
  });
  return lines.join('\n');
}

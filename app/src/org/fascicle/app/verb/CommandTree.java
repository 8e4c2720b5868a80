package org.fascicle.app.verb;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.problem.StateException;
import org.fascicle.app.MissingException;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.LogLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * All verbs, bound to a platform and a console, and the one place where problems become messages and exit codes. An object
 * serves one call.
 */
public final class CommandTree {
    private final Platform platform;
    private final Console console;
    private final Fascicle root = new Fascicle();
    private final CommandLine line;
    private final Map<String, Verb> verbs = new LinkedHashMap<>();

    /** The verbs that there are everywhere. */
    public CommandTree(Platform platform, Console console) {
        this.platform = platform;
        this.console = console;
        this.line = new CommandLine(root, new Factory(platform));
        everywhere().forEach(this::and);
    }

    private List<Verb> everywhere() {
        return List.of(new Train(platform, console), new Evaluate(platform, console), new Predict(platform, console),
                new Summarize(platform, console), new ListTechniques(platform, console), new Describe(platform, console),
                new Schema(platform, console),
                new ListBackends(platform, console), new Export(platform, console), new Import(platform, console),
                new Bench(platform, console), new Compare(platform, console), new Examine(platform, console),
                new Tck(platform, console), new New(platform, console),
                new Sign(platform, console),
                new Resolve(platform, console), new Install(platform, console), new Update(platform, console),
                new Uninstall(platform, console), new Leaks(platform, console),
                new ShowDashboard(platform, console));
    }

    /** Adds a verb. */
    public CommandTree and(Verb verb) {
        verbs.put(verb.getClass().getAnnotation(Command.class).name(), verb);
        return this;
    }

    /** The names of the verbs. */
    public Set<String> names() {
        return verbs.keySet();
    }

    /** Runs a verb and gives its exit code; problems are on the console's error stream. */
    public int execute(String... arguments) {
        asked(arguments).forEach(line::addSubcommand);
        line.setOut(writer(console.out())).setErr(writer(console.err()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(console.terminal() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(Math.max(console.width(), 80));
        line.setExpandAtFiles(false).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionStrategy(this::run);
        line.setParameterExceptionHandler((e, given) -> misused(e));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
        int code;
        try {
            code = line.execute(arguments);
        } catch (OutOfMemoryError | LinkageError | StackOverflowError e) {
            code = failed(e);
        }
        // A PrintStream throws nothing where the disk behind it is full, or its reader has gone.
        if (console.out().checkError() && code == Verb.DONE) {
            say("standard output could not be written to, so the answer is incomplete");
            code = Verb.FAILED;
        }
        console.err().flush();
        return code;
    }

    // picocli reads every verb with all its options: where the first word names one, no other is needed.
    private Collection<Verb> asked(String... arguments) {
        Verb named = arguments.length == 0 ? null : verbs.get(arguments[0]);
        return named == null ? verbs.values() : List.of(named);
    }

    private int run(ParseResult parsed) {
        LogLevel level = LogLevel.raise(root.verbosity());
        try {
            return new CommandLine.RunLast().execute(parsed);
        } finally {
            level.close();
        }
    }

    private int misused(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            message = unmatched(command, unmatched);
        }
        say(message.strip().replaceAll("\\s*\\R\\s*", " "));
        console.err().println("'" + command.getCommandSpec().qualifiedName() + " --help' says how to use it.");
        return Verb.BAD_INPUT;
    }

    private String unmatched(CommandLine command, UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        if (first.startsWith("-")) {
            List<String> options = new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
            return join("unknown option " + first, Nearest.hint(first, options));
        }
        return command == line
                ? join("there is no verb '" + first + "'", hint(first))
                : "'" + first + "' is one argument too many: " + command.getCommandName() + " takes no such argument";
    }

    private String hint(String verb) {
        String nearest = Nearest.hint(verb, names());
        return nearest != null ? nearest : "There are " + String.join(", ", names()) + ".";
    }

    private static String join(String problem, @Nullable String remedy) {
        return remedy == null ? problem : problem + ". " + remedy;
    }

    private int failed(Throwable e) {
        if (e instanceof InputException) {
            say(String.valueOf(e.getMessage()));
            return Verb.BAD_INPUT;
        }
        if (e instanceof OutOfMemoryError || e instanceof MemoryException) {
            say(e.getMessage()
                    + ". Make the batch, a layer or the data smaller, or give the Java heap more room: FASCICLE_JVM_OPTS=-Xmx8g");
            return Verb.BAD_INPUT;
        }
        if (e instanceof MissingException || e instanceof StateException) {
            say(String.valueOf(e.getMessage()));
            return Verb.FAILED;
        }
        String message = e.getMessage() == null ? "" : ": " + e.getMessage();
        say((e instanceof BackendException ? "the backend failed" : "internal error, " + e.getClass().getName()) + message);
        if (root.verbosity() > 0) {
            e.printStackTrace(console.err());
        } else {
            console.err().println("Run it again with -v to see where.");
        }
        return Verb.FAILED;
    }

    private void say(String message) {
        console.err().println("fascicle: " + message);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Prints the version. */
    static final class Version implements IVersionProvider {
        private final Platform platform;

        Version(Platform platform) {
            this.platform = platform;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"fascicle " + platform.version(),
                "Java " + System.getProperty("java.version") + ", " + platform.framework()};
        }
    }

    /** Makes what picocli makes itself: the version's provider, with the platform, and collections. */
    private static final class Factory implements CommandLine.IFactory {
        private final Map<Class<?>, Object> ours;

        Factory(Platform platform) {
            ours = Map.of(Version.class, new Version(platform));
        }

        @Override
        public <K> K create(Class<K> type) throws Exception {
            Object known = ours.get(type);
            return known != null ? type.cast(known) : CommandLine.defaultFactory().create(type);
        }
    }
}

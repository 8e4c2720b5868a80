package org.fascicle.app.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;

import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Process;
import org.fascicle.api.problem.InputException;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.verb.CommandTree;
import org.fascicle.app.verb.Verb;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The verbs as commands of Gogo, in the scope {@code fascicle}, on the streams of the session that calls them. They are registered
 * while Gogo runs: in the shell of this application, and in a host that has one, such as Karaf.
 */
@Component(immediate = true, service = {})
public final class ShellCommands {
    /** Where a session looks for commands. */
    static final String SCOPES = "fascicle:gogo:felix:*";
    /** The session's variable that is set where there is a terminal. */
    static final String TERMINAL = ".terminal";

    private static final String SCOPE = "fascicle";
    private static final String HELP = "--help";
    private static final String BESIDES =
            "\nIn a shell also: help VERB; train … & in the background, then runs, log N and stop N; exit; and Gogo's own commands, as felix:lb (felix:help lists them).";

    private final BundleContext context;
    private final Platform platform;
    private final Runs runs;
    private final List<ServiceRegistration<Function>> registrations = new ArrayList<>();

    /** For Declarative Services. */
    @Activate
    public ShellCommands(BundleContext context, @Reference Platform platform, @Reference CommandProcessor gogo) {
        this.context = context;
        this.platform = platform;
        this.runs = new Runs(context.getDataFile("runs").toPath());
        for (String name : tree(Console.ofProcess()).names()) {
            register(name, (session, arguments) -> run(session, words(name, arguments)));
        }
        register("help", (session, arguments) -> help(session, arguments));
        registerOfRuns("runs", (number, out) -> runs.list(out));
        registerOfRuns("log", runs::log);
        registerOfRuns("stop", runs::stop);
    }

    /** What is done with a run, or with all. */
    private interface OfRuns {
        void apply(@Nullable String number, PrintStream out) throws Exception;
    }

    private void registerOfRuns(String name, OfRuns command) {
        register(name, (session, arguments) -> {
            try {
                awaitBegun(session);
                command.apply(arguments.isEmpty() ? null : String.valueOf(arguments.get(0)), Process.Utils.current().out());
                return null;
            } catch (InputException e) {
                throw new FailedVerb(String.valueOf(e.getMessage()), Verb.BAD_INPUT);
            }
        });
    }

    private void awaitBegun(CommandSession session) throws InterruptedException {
        Set<String> verbs = tree(Console.ofProcess()).names();
        for (Job job : session.jobs()) {
            String verb = String.valueOf(job.command()).strip().split("\\s+", 2)[0].replaceFirst("^" + SCOPE + ":", "");
            if (job.status() == Job.Status.Background && verbs.contains(verb)) {
                runs.awaitBegun(job, () -> job.status() == Job.Status.Background);
            }
        }
    }

    private static List<String> words(String verb, List<Object> arguments) {
        List<String> words = new ArrayList<>(List.of(verb));
        for (Object argument : arguments) {
            String word = String.valueOf(argument);
            int last = words.size() - 1;
            // Gogo takes a list in brackets, or a block in braces, for a word of its own, as in --set shape=[8,8].
            if (words.get(last).endsWith("=") && (word.startsWith("[") || word.startsWith("{"))) {
                words.set(last, words.get(last) + word);
            } else {
                words.add(word);
            }
        }
        return words;
    }

    /** All verbs, or one; Gogo's own command of this name would list Gogo's. */
    private @Nullable Object help(CommandSession session, List<Object> arguments) throws FailedVerb, IOException {
        if (!arguments.isEmpty()) {
            String verb = String.valueOf(arguments.get(0));
            boolean isKnown = tree(Console.ofProcess()).names().contains(verb);
            return run(session, isKnown ? List.of(verb, HELP) : List.of(verb));
        }
        run(session, List.of(HELP));
        Process.Utils.current().out().println(BESIDES);
        return null;
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
    }

    private void register(String name, Function function) {
        registrations.add(register(context, name, function));
    }

    /** Adds a command to Gogo. */
    static ServiceRegistration<Function> register(BundleContext context, String name, Function function) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(CommandProcessor.COMMAND_SCOPE, SCOPE);
        properties.put(CommandProcessor.COMMAND_FUNCTION, name);
        return context.registerService(Function.class, function, properties);
    }

    private @Nullable Object run(CommandSession session, List<String> words) throws FailedVerb, IOException {
        Process process = Process.Utils.current();
        Job job = Job.Utils.current();
        if (job != null && job.status() == Job.Status.Background) {
            process.error(runs.run(job, words, process.out(), session.currentDir(),
                    console -> tree(console).execute(words.toArray(new String[0]))));
            return null;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = tree(console(session, process, said)).execute(words.toArray(new String[0]));
        process.error(code);
        if (code != Verb.DONE) {
            throw new FailedVerb(said.toString(StandardCharsets.UTF_8).strip(), code);
        }
        process.err().print(said.toString(StandardCharsets.UTF_8));
        process.err().flush();
        return null;
    }

    private CommandTree tree(Console console) {
        return new CommandTree(platform, console).and(new Headers(platform, console, context));
    }

    private static Console console(CommandSession session, Process process, OutputStream problems) {
        boolean terminal = session.get(TERMINAL) != null && process.isTty(1);
        return new Console(process.in(), process.out(), new PrintStream(problems, true, StandardCharsets.UTF_8),
                session.currentDir(), terminal,
                Console.width(session.get("COLUMNS")), terminal && Console.isUnicode());
    }
}

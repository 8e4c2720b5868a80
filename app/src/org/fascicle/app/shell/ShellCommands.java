package org.fascicle.app.shell;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;

import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.verb.CommandTree;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The verbs as commands of Gogo, in the scope {@code fascicle}, on the streams of the session that calls them. They are
 * registered while Gogo runs.
 */
@Component(immediate = true, service = {})
public final class ShellCommands {
    /** Where a session looks for commands. */
    static final String SCOPES = "fascicle:gogo:felix:*";
    /** The session's variable that holds the exit code of the last verb. */
    static final String STATUS = "status";
    /** The session's variable that is set when a script has said {@code exit}. */
    static final String ENDED = ".fascicle.ended";

    private static final String SCOPE = "fascicle";
    private static final String TERMINAL = ".terminal";

    private final BundleContext context;
    private final Platform platform;
    private final List<ServiceRegistration<Function>> registrations = new ArrayList<>();

    /** For Declarative Services. */
    @Activate
    public ShellCommands(BundleContext context, @Reference Platform platform, @Reference CommandProcessor gogo) {
        this.context = context;
        this.platform = platform;
        for (String name : tree(Console.ofProcess()).names()) {
            register(name, (session, arguments) -> run(session, name, arguments));
        }
        register("exit", (session, arguments) -> exit(session));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
    }

    private void register(String name, Function function) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(CommandProcessor.COMMAND_SCOPE, SCOPE);
        properties.put(CommandProcessor.COMMAND_FUNCTION, name);
        registrations.add(context.registerService(Function.class, function, properties));
    }

    private Object run(CommandSession session, String verb, List<Object> arguments) {
        List<String> words = new ArrayList<>(List.of(verb));
        arguments.forEach(argument -> words.add(String.valueOf(argument)));
        Process process = Process.Utils.current();
        int code = tree(console(session, process)).execute(words.toArray(new String[0]));
        process.error(code);
        session.put(STATUS, code);
        return null;
    }

    private Object exit(CommandSession session) throws BundleException {
        session.put(ENDED, true);
        if (session.get(TERMINAL) != null) {
            context.getBundle(0).stop();
        }
        return null;
    }

    private CommandTree tree(Console console) {
        return new CommandTree(platform, console)
            .and(new Install(platform, console, context)).and(new Uninstall(platform, console, context));
    }

    private static Console console(CommandSession session, Process process) {
        boolean terminal = session.get(TERMINAL) != null && process.isTty(1);
        return new Console(process.in(), process.out(), process.err(), session.currentDir(), terminal,
            Console.width(session.get("COLUMNS")));
    }
}

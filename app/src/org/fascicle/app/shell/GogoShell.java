package org.fascicle.app.shell;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.apache.felix.service.command.Converter;
import org.fascicle.app.MissingException;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.verb.ShellHost;
import org.fascicle.app.verb.Verb;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The shell: Gogo, with JLine where there is a terminal. Their bundles are installed with the application, and started here
 * and nowhere else, so that no other verb waits for them.
 */
@Component
public final class GogoShell implements ShellHost {
    private static final String RUNTIME = "org.apache.felix.gogo.runtime";
    private static final String COMMANDS = "org.apache.felix.gogo.command";
    private static final String JLINE = "org.apache.felix.gogo.jline";
    /** The session's variable that is set when a script has said {@code exit}. */
    private static final String ENDED = ".fascicle.ended";

    private final BundleContext context;
    private final Platform platform;

    /** For Declarative Services. */
    @Activate
    public GogoShell(BundleContext context, @Reference Platform platform) {
        this.context = context;
        this.platform = platform;
    }

    @Override
    public int run(Console console) {
        ShellCommands.register(context, "exit", (session, arguments) -> exit(session));
        context.registerService(Converter.class, new BundleConverter(context),
                new Hashtable<>(Map.of(Converter.CONVERTER_CLASSES, Bundle.class.getName())));
        return console.terminal() ? interactive() : script(console);
    }

    private @Nullable Object exit(CommandSession session) throws BundleException {
        session.put(ENDED, true);
        if (session.get(ShellCommands.TERMINAL) != null) {
            context.getBundle(0).stop();
        }
        return null;
    }

    // Gogo's own loop, on a thread and a terminal of its own; its end stops the framework.
    private int interactive() {
        System.setProperty("gosh.home", home().toString());
        context.registerService(CommandSessionListener.class, new Sessions(), null);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            // JLine looks for its own parts with the thread's class loader, and without them finds no terminal
            thread.setContextClassLoader(bundle("org.jline").adapt(BundleWiring.class).getClassLoader());
            start(List.of(RUNTIME, COMMANDS, JLINE));
        } finally {
            thread.setContextClassLoader(before);
        }
        try {
            platform.interruption().await();
        } catch (InterruptedException e) {
            return Verb.INTERRUPTED;
        }
        return Verb.DONE;
    }

    private int script(Console console) {
        start(List.of(RUNTIME, COMMANDS));
        ServiceReference<CommandProcessor> reference = context.getServiceReference(CommandProcessor.class);
        if (reference == null) {
            throw new MissingException("Gogo runs, and offers no " + CommandProcessor.class.getName());
        }
        CommandProcessor processor = context.getService(reference);
        try (CommandSession session = processor.createSession(console.in(), console.out(), console.err())) {
            session.put("SCOPE", ShellCommands.SCOPES);
            return script(console, session);
        } finally {
            context.ungetService(reference);
        }
    }

    // As other shells do: a failed command does not end it, and the code is that of the last one.
    private static int script(Console console, CommandSession session) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
        int code = Verb.DONE;
        try {
            String line;
            while (session.get(ENDED) == null && (line = lines.readLine()) != null) {
                if (!line.isBlank()) {
                    code = execute(line, console, session);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return code;
    }

    private static int execute(String line, Console console, CommandSession session) {
        try {
            Object result = session.execute(line);
            if (result != null) {
                console.out().println(session.format(result, Converter.INSPECT));
            }
            return Verb.DONE;
        } catch (FailedVerb e) {
            console.err().println(e);
            return e.code();
        } catch (Exception e) {
            console.err().println("fascicle: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return Verb.BAD_INPUT;
        }
    }

    private void start(List<String> names) {
        for (String name : names) {
            try {
                bundle(name).start();
            } catch (BundleException e) {
                throw new MissingException("the shell's bundle " + name + " does not start: " + e.getMessage());
            }
        }
    }

    private Bundle bundle(String name) {
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new MissingException("the shell needs the bundle " + name + ", which is not installed");
    }

    // Where Gogo looks for etc/gosh_profile.
    private Path home() {
        File home = context.getDataFile("shell");
        Path profile = home.toPath().resolve("etc/gosh_profile");
        try (InputStream in = GogoShell.class.getResourceAsStream("gosh_profile")) {
            Files.createDirectories(profile.getParent());
            Files.copy(in, profile, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return home.toPath();
    }

    /** Keeps sessions: Gogo holds them weakly, and fails to stop when one has been collected. */
    private static final class Sessions implements CommandSessionListener {
        private final Set<CommandSession> kept = ConcurrentHashMap.newKeySet();

        @Override
        public void beforeExecute(CommandSession session, CharSequence command) {
            kept.add(session);
        }

        @Override
        public void afterExecute(CommandSession session, CharSequence command, Exception exception) {
            // nothing to do
        }

        @Override
        public void afterExecute(CommandSession session, CharSequence command, Object result) {
            // nothing to do
        }
    }
}

package org.fascicle.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.fascicle.installation.Failure;
import org.fascicle.installation.Installation;
import org.fascicle.installation.Problem;
import org.fascicle.installation.Trust;
import org.osgi.framework.BundleContext;

/**
 * Starts an installation and runs its application:
 * {@code java -cp launcher.jar:framework.jar org.fascicle.launcher.Main INSTALLATION [ARGUMENT]...}
 * Exit codes of its own: 1 where the application dies of an exception, 3 where the platform does not come up.
 */
public final class Main {
    private static final int DIED = 1;
    private static final int NOT_STARTED = 3;
    private static final long START_MILLIS = Long.getLong("fascicle.start.millis", 60_000);
    /** How long the framework may take to stop, once the application has ended. */
    private static final long STOP_MILLIS = Long.getLong("fascicle.stop.millis", 5_000);
    /** How long the application may take to end: a training makes its step to the end, and writes what it has learned. */
    private static final long END_MILLIS = Long.getLong("fascicle.end.millis", 65_000);

    private Main() {}

    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println("usage: java -cp … " + Main.class.getName() + " INSTALLATION [ARGUMENT]...");
            System.exit(2);
        }
        String[] arguments = Arrays.copyOfRange(args, 1, args.length);
        Log.configure();
        int code;
        try {
            code = run(Path.of(args[0]).toAbsolutePath().normalize(), arguments);
        } catch (Failure e) {
            say(String.valueOf(e.getMessage()));
            code = NOT_STARTED;
        } catch (IOException e) {
            say("no bundle cache can be made: " + e);
            code = NOT_STARTED;
        } catch (InterruptedException e) {
            code = DIED;
        }
        System.exit(code);
    }

    private static int run(Path folder, String[] arguments) throws Failure, IOException, InterruptedException {
        Installation installation = Installation.read(folder);
        if (installation.trust() == Trust.ANY) {
            say("any bundle is trusted, wherever it comes from: " + Installation.LIST + " says \"trust\": \"any\"");
        }
        CacheFolder cache = CacheFolder.create(CacheFolder.home());
        Platform platform = new Platform(installation, cache.path(), arguments);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(platform, cache, ended), "fascicle shutdown"));
        try {
            return run(platform, arguments);
        } finally {
            ended.countDown();
        }
    }

    private static int run(Platform platform, String[] arguments) throws Failure, InterruptedException {
        platform.start();
        daemon("fascicle sweep", () -> CacheFolder.sweep(CacheFolder.home()));
        BundleContext context = platform.context();
        if (context == null) {
            return NOT_STARTED; // stopped before it was up
        }
        List<String> problems = platform.problems();
        // A bundle that does not run now will not run later: wait less.
        long patience = problems.isEmpty() ? START_MILLIS : START_MILLIS / 10;
        Callable<?> application = Application.await(context, patience);
        if (application == null) {
            say("no application appeared (a service Callable with main.thread=true)");
            problems.forEach(problem -> System.err.println("  not running: " + problem));
            Components.unsatisfied(context).forEach(component -> System.err.println("  " + component));
            return NOT_STARTED;
        }
        problems.forEach(problem -> say("not running: " + problem));
        daemon("fascicle stop", () -> exitWith(platform));
        try {
            return Application.exitCode(application.call());
        } catch (Exception | LinkageError e) {
            say("the application failed: " + Problem.describe(e));
            if (isVerbose(arguments)) {
                e.printStackTrace();
            }
            return DIED;
        }
    }

    private static boolean isVerbose(String[] arguments) {
        return List.of(arguments).stream().anyMatch(word -> word.equals("--verbose") || word.matches("-v+"));
    }

    /** The process ends when the framework is stopped from inside. */
    private static void exitWith(Platform platform) {
        try {
            platform.join();
            System.exit(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void shutDown(Platform platform, CacheFolder cache, CountDownLatch ended) {
        try {
            if (!platform.stop(STOP_MILLIS, END_MILLIS, ended)) {
                say("the framework did not stop in time; the process ends all the same");
            }
            cache.close();
        } catch (InterruptedException | IOException e) {
            // The next process deletes what is left.
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void say(String text) {
        System.err.println("fascicle: " + text);
    }
}

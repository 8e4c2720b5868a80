package org.fascicle.examples;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.fascicle.api.installation.Jars;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Training;
import org.fascicle.embedded.Platform;
import org.fascicle.examples.witness.Snapshot;

/** A program that uses two platforms and looks at what they leave behind in its process. It has the one jar on its class path. */
final class PlainProgram {
    private static final String OWN = "com.example:softsign";

    private final Path digits;
    private final Path softsign;

    private PlainProgram(Path digits, Path softsign) {
        this.digits = digits;
        this.softsign = softsign;
    }

    public static void main(String[] args) throws Exception {
        PlainProgram program = new PlainProgram(Path.of(args[0]), Path.of(args[1]));
        Snapshot before = new Snapshot();
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        WeakReference<ClassLoader> hidden = program.run();
        System.out.println("closed");
        requireEqual(List.of(), before.differences(Pattern.compile("(?i)fascicle|jit|felix|javacpp|scr")), "what is left");
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(threads);
        // The JDK's own, which wait for processes: each ends by itself when it has had none for a minute.
        left.removeIf(thread -> thread.getName().equals("process reaper"));
        requireEqual(Set.of(), left, "the threads that are left");
        for (int i = 0; i < 50 && hidden.get() != null; i++) {
            System.gc();
        }
        require(hidden.get() == null, "the platform's class loader is still held");
        System.out.println("garbage");
    }

    private WeakReference<ClassLoader> run() throws Exception {
        Platform closed;
        WeakReference<ClassLoader> hidden;
        try (Platform one = Platform.start(); Platform other = Platform.start()) {
            require(one.fascicle() != other.fascicle(), "two platforms are one");
            hidden = new WeakReference<>(one.fascicle().getClass().getClassLoader());
            double[][] learned = new double[1][];
            Thread beside = new Thread(() -> learned[0] = train(other, "elu"));
            beside.start();
            double[] here = train(one, "elu");
            beside.join();
            require(Arrays.equals(here, learned[0]), "two platforms learn differently");
            requireProblem("no activation 'com.example:softsign'", () -> train(one, OWN));
            requireProblem("digits.json: is no jar", () -> one.installer().install(Jars.of(digits)));
            requireEqual("[installed com.example.activation.softsign 1.2.0]",
                    one.installer().install(Jars.of(softsign)).toString(), "what was done");
            train(one, OWN);
            requireEqual("[kept com.example.activation.softsign 1.2.0]",
                    one.installer().install(Jars.of(softsign)).toString(), "what was done");
            train(one, OWN);
            requireProblem("no activation 'com.example:softsign'", () -> train(other, OWN));
            one.installer().uninstall("com.example.activation.softsign", null);
            requireProblem("no activation 'com.example:softsign'", () -> train(one, OWN));
            requireProblem("no bundle 'com.example.activation.softsign'",
                    () -> one.installer().uninstall("com.example.activation.softsign", null));
            System.out.println("two platforms, one with a technique of its own");
            closed = one;
        }
        closed.close();
        try {
            closed.fascicle();
            throw new AssertionError("a closed platform still offers its service");
        } catch (StateException e) {
            require(e.getMessage().equals("the platform is closed"), e.getMessage());
        }
        return hidden;
    }

    private double[] train(Platform platform, String activation) {
        Settings settings = Settings.defaults().override("network.3.activation.activation", activation);
        try (Model model = platform.fascicle().create(Definition.file(digits), settings);
                Training training = platform.fascicle().train(model).start()) {
            training.join();
            return model.tensor("dense/kernel");
        }
    }

    private static void requireProblem(String words, Runnable action) {
        try {
            action.run();
        } catch (InputException e) {
            require(e.getMessage().contains(words), "'" + words + "' is not in: " + e.getMessage());
            return;
        }
        throw new AssertionError("no problem: " + words);
    }

    private static void requireEqual(Object expected, Object actual, String what) {
        require(expected.equals(actual), what + ": " + actual + ", and should be " + expected);
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new AssertionError(problem);
        }
    }
}

package org.fascicle.bench.driver;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** A system with its settings, that is to be measured on one network. */
final class Contestant {
    /** On which side it stands. */
    enum Side {
        OURS,
        /** Ours in another precision, which is compared with nobody else. */
        VARIANT,
        PLAN,
        PEER
    }

    private final String system;
    private final Side side;
    private final int threads;
    private final List<String> command;
    private final Map<String, String> environment;
    private final BiFunction<Integer, Double, String> question;

    private Contestant(String system, Side side, int threads, List<String> command, Map<String, String> environment,
            BiFunction<Integer, Double, String> question) {
        this.system = system;
        this.side = side;
        this.threads = threads;
        this.command = command;
        this.environment = environment;
        this.question = question;
    }

    /** Fascicle's shell, which is asked to measure a model with a backend, {@code NAME} or {@code NAME:PRECISION}. */
    static Contestant ours(String backend, int threads, List<String> shell, Map<String, String> environment, String model) {
        String[] words = backend.split(":", 2);
        String options = words[0] + (words.length > 1 ? " --precision " + words[1] : "");
        Side side = words.length > 1 ? Side.VARIANT : Side.OURS;
        // A third of the verb's time is warm-up.
        return new Contestant(backend, side, threads, shell, environment,
                (batch, seconds) -> String.format(Locale.ROOT,
                        "bench '%s' --backend %s --batch %d --seconds %.2f --json", model,
                        options, batch, 1.5 * seconds));
    }

    /** A worker process. */
    static Contestant worker(String system, Side side, int threads, List<String> command, Map<String, String> environment) {
        return new Contestant(system, side, threads, command, environment,
                (batch, seconds) -> String.format(Locale.ROOT, "%d %.2f", batch, seconds));
    }

    /** Without the threads: {@code jit}, {@code tensorflow}. */
    String system() {
        return system;
    }

    Side side() {
        return side;
    }

    boolean isOurs() {
        return side == Side.OURS || side == Side.VARIANT;
    }

    int threads() {
        return threads;
    }

    /** For tables. */
    String label() {
        return system + (isOurs() ? "" : " " + threads + "t");
    }

    Session start() throws IOException {
        return new Session(label(), command, environment);
    }

    String question(int batch, double seconds) {
        return question.apply(batch, seconds);
    }
}

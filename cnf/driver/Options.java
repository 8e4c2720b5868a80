package org.fascicle.build;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** The command line. */
record Options(String step, List<String> projects, boolean write, boolean lasting, boolean quiet, boolean trace, double minutes,
        long seed, Path to) {
    static final List<String> STEPS = List.of("all", "fetch", "compile", "nulls", "jar", "resolve", "test", "itest", "export",
            "catalogue", "embed", "hosts", "chaos", "dist", "publish", "release", "style", "format", "eclipse", "clean");

    static Options parse(List<String> args) {
        String step = null;
        List<String> projects = new ArrayList<>();
        boolean write = false;
        boolean lasting = false;
        boolean quiet = false;
        boolean trace = false;
        double minutes = 3;
        long seed = new SecureRandom().nextInt(1_000_000);
        Path to = null;
        for (Iterator<String> rest = args.iterator(); rest.hasNext();) {
            String arg = rest.next();
            switch (arg) {
                case "--minutes" -> {
                    minutes = number(arg, rest, Double::valueOf);
                    if (!(minutes > 0)) {
                        throw new IllegalArgumentException("--minutes takes a number above 0");
                    }
                }
                case "--seed" -> seed = number(arg, rest, Long::valueOf);
                case "--to" -> {
                    if (!rest.hasNext()) {
                        throw new IllegalArgumentException("--to takes a folder");
                    }
                    to = Path.of(rest.next()).toAbsolutePath().normalize();
                }
                case "--write" -> write = true;
                case "--long" -> lasting = true;
                case "-q", "--quiet" -> quiet = true;
                case "--trace" -> trace = true;
                default -> {
                    if (arg.startsWith("-")) {
                        throw new IllegalArgumentException("unknown option " + arg);
                    } else if (step == null) {
                        step = arg;
                    } else {
                        projects.add(arg.endsWith("/") ? arg.substring(0, arg.length() - 1) : arg);
                    }
                }
            }
        }
        step = step == null ? "all" : step;
        if (!STEPS.contains(step)) {
            throw new IllegalArgumentException("unknown step " + step + "; there are " + String.join(", ", STEPS));
        }
        return new Options(step, projects, write, lasting, quiet, trace, minutes, seed, to);
    }

    private static <N> N number(String option, Iterator<String> rest, Function<String, N> type) {
        try {
            return type.apply(rest.next());
        } catch (NoSuchElementException | NumberFormatException e) {
            throw new IllegalArgumentException(option + " takes a number");
        }
    }

    /** The projects without the part after the colon. */
    List<String> names() {
        return projects.stream().map(p -> p.split(":", 2)[0]).toList();
    }

    /** What stands after a project's colons; nothing if all of it is meant. */
    List<String> parts(String project) {
        return projects.contains(project) ? List.of()
                : projects.stream().filter(p -> p.startsWith(project + ":")).map(p -> p.split(":", 2)[1]).toList();
    }
}

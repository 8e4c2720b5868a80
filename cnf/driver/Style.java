package org.fascicle.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Compares all Java sources with what the formatter makes of them, or replaces them by it. */
final class Style {
    private static final int NAMED = 50;
    /** Folders that the build, or the build of a benchmark, makes. */
    private static final Set<String> MADE = Set.of("generated", "bin", "bin_test", "target");

    private final Path root;
    private final List<String> only;
    private final Path profile;
    private final List<Path> jars;
    private final Stamp stamp;

    /** The sources of a workspace, or of some of its folders. */
    Style(Path root, List<String> only) throws Exception {
        this.root = root;
        this.only = only;
        profile = root.resolve("cnf/format/profile.xml");
        jars = Fingerprint.files(root.resolve("cnf/tools/format"), p -> p.toString().endsWith(".jar"));
        stamp = new Stamp(root.resolve("cnf/generated/style"));
    }

    /** Fails if a source is not as the formatter would have it. */
    String check() throws Exception {
        return run(false);
    }

    /** Rewrites each source that is not as the formatter would have it. */
    String format() throws Exception {
        return run(true);
    }

    /** What was done with a file: its name, the digest that it has when it is right, and what is wrong with it. */
    private record Outcome(Path file, String digest, boolean changed, String problem) {}

    private String run(boolean rewrite) throws Exception {
        String fingerprint = new Fingerprint().content(profile).path(jars).hex();
        // files of which it is known that they are right, by digest of name and content
        Set<String> known = stamp.holds(fingerprint) ? new HashSet<>(stamp.made()) : Set.of();
        List<String> right = new ArrayList<>(only.isEmpty() ? Set.of() : known);
        List<Path> others = new ArrayList<>();
        List<Path> sources = sources();
        for (Path file : sources) {
            String digest = digest(file);
            if (!known.contains(digest)) {
                others.add(file);
            } else if (only.isEmpty()) {
                right.add(digest);
            }
        }
        List<String> wrong = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        int changed = 0;
        for (Outcome outcome : work(others, rewrite)) {
            changed += outcome.changed ? 1 : 0;
            if (outcome.problem != null) {
                unreadable.add(root.relativize(outcome.file) + ": " + outcome.problem);
            } else if (outcome.changed && !rewrite) {
                wrong.add(root.relativize(outcome.file).toString());
            } else {
                right.add(outcome.digest);
            }
        }
        stamp.write(fingerprint, right);
        if (!unreadable.isEmpty()) {
            throw new BuildFailure("style: these cannot be formatted:\n  %s", String.join("\n  ", unreadable));
        }
        if (!wrong.isEmpty()) {
            List<String> named = wrong.subList(0, Math.min(wrong.size(), NAMED));
            throw new BuildFailure("style: these files are not as `./build format` would write them; run it\n  %s%s",
                    String.join("\n  ", named),
                    named.size() == wrong.size() ? "" : "\n  and " + (wrong.size() - NAMED) + " more");
        }
        return rewrite ? changed + " files rewritten" : others.size() + " of " + sources.size() + " files";
    }

    private List<Path> sources() throws Exception {
        List<Path> found = new ArrayList<>();
        for (Path folder : folders()) {
            found.addAll(Fingerprint.files(folder, p -> p.toString().endsWith(".java") && !made(p)));
        }
        return found;
    }

    private List<Path> folders() throws Exception {
        for (String name : only) {
            if (!Files.isDirectory(root.resolve(name))) {
                throw new BuildFailure("there is no folder %s", name);
            }
        }
        if (!only.isEmpty()) {
            return only.stream().map(root::resolve).toList();
        }
        try (var listed = Files.list(root)) {
            return listed.filter(Files::isDirectory).filter(p -> !p.getFileName().toString().startsWith(".")).sorted().toList();
        }
    }

    private static boolean made(Path inProject) {
        for (Path part : inProject) {
            if (MADE.contains(part.toString())) {
                return true;
            }
        }
        return false;
    }

    private String digest(Path file) throws Exception {
        return new Fingerprint().text(root.relativize(file).toString()).content(file).hex();
    }

    /** Formats files, two at a time. */
    private List<Outcome> work(List<Path> files, boolean rewrite) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        if (files.isEmpty()) {
            return outcomes;
        }
        if (jars.isEmpty()) {
            throw new BuildFailure("style: the formatter is not in cnf/tools/format; `./build fetch` fetches it");
        }
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(2, Runtime.getRuntime().availableProcessors()));
        try (Formatter formatter = new Formatter(profile, jars)) {
            List<Future<Outcome>> started = new ArrayList<>();
            for (Path file : files) {
                started.add(workers.submit(() -> one(formatter, file, rewrite)));
            }
            for (Future<Outcome> each : started) {
                outcomes.add(each.get());
            }
        } finally {
            workers.shutdownNow();
        }
        return outcomes;
    }

    private Outcome one(Formatter formatter, Path file, boolean rewrite) throws Exception {
        String source = Files.readString(file);
        String formatted;
        try {
            formatted = formatter.format(source);
        } catch (IllegalArgumentException e) {
            return new Outcome(file, null, false, e.getMessage());
        }
        boolean changed = !formatted.equals(source);
        if (changed && rewrite) {
            Files.writeString(file, formatted);
        }
        return new Outcome(file, digest(file), changed, null);
    }
}

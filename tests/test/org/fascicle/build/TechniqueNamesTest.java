package org.fascicle.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.junit.jupiter.api.Test;

/**
 * No name of a technique of ours stands in core, app or a backend: they know of techniques what is installed, and nothing
 * else. Comments are searched as well, so that no message is made from one.
 */
class TechniqueNamesTest {
    /** Techniques that are called by words of the language: only a text that is nothing but the name may mean one. */
    private static final Set<String> WORDS = Set.of("activation", "add", "concatenate", "constant", "csv", "cyclic", "digits",
            "exponential", "flatten", "identity", "linear", "multiply", "ones", "orthogonal", "performance", "permute",
            "polynomial", "power", "precision", "random", "recall", "reshape", "step", "threshold", "zeros");
    /** Texts that are such words and mean something else: a number of the host, a key of a model file. */
    private static final Set<String> MEANINGS = Set.of("step", "precision");
    /** An operation of expressions, by the name of its method. */
    private static final Set<String> OPERATIONS = Set.of("conv2d");
    private static final Set<String> BACKENDS = Set.of("jit", "nd4j", "cuda", "opencl", "onednn");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Path root = root();

    @Test
    void noTechniqueIsNamedOutsideItsBundle() {
        Set<String> primitives = Primitives.all().stream().map(Primitive::name).collect(Collectors.toSet());
        Set<String> allowed = new TreeSet<>(primitives);
        allowed.addAll(OPERATIONS);
        Set<String> distinct = techniques();
        assertTrue(distinct.size() > 150 && distinct.contains("weight_decay"), distinct.toString());
        Set<String> words = new TreeSet<>(WORDS);
        assertTrue(distinct.containsAll(words), "words that no technique is called by: " + words);
        distinct.removeAll(allowed);
        distinct.removeAll(words);
        words.removeAll(primitives);
        words.removeAll(MEANINGS);
        List<String> found = new ArrayList<>();
        for (Path file : sources("core", "app", "backend-")) {
            found.addAll(places(file, Pattern.compile("(?<!\\w)(" + String.join("|", distinct) + ")(?!\\w)")));
            found.addAll(places(file, Pattern.compile("\"(" + String.join("|", words) + ")\"")));
        }
        assertEquals("", String.join("\n", found));
    }

    @Test
    void noBackendIsNamedOutsideItsBundle() {
        List<String> found = new ArrayList<>();
        Pattern name = Pattern.compile("(?<!\\w)(" + String.join("|", BACKENDS) + ")(?!\\w)|fascicle\\.(backend|gemm)\\.");
        for (Path file : sources("core", "app")) {
            places(file, TEXT).stream().filter(place -> name.matcher(place.substring(place.indexOf(": ") + 2)).find())
                    .forEach(found::add);
        }
        assertEquals("", String.join("\n", found));
    }

    /** The techniques of ours: one .bnd file each. */
    private Set<String> techniques() {
        Set<String> names = new TreeSet<>();
        for (Path project : projects("plugin-")) {
            for (Path file : list(project)) {
                String name = file.getFileName().toString();
                if (name.endsWith(".bnd") && !name.equals("bnd.bnd")) {
                    names.add(name.substring(0, name.length() - ".bnd".length()));
                }
            }
        }
        return names;
    }

    /** The sources of projects, without those of tests. */
    private List<Path> sources(String... prefixes) {
        List<Path> sources = new ArrayList<>();
        for (String prefix : prefixes) {
            for (Path project : projects(prefix)) {
                try (Stream<Path> files = Files.walk(project)) {
                    files.filter(file -> file.toString().endsWith(".java") && root.relativize(file).toString().contains("src")
                            && !root.relativize(file).toString().contains("test")).forEach(sources::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        assertTrue(sources.size() > 50, "there are only " + sources.size() + " sources in " + List.of(prefixes));
        return sources;
    }

    private List<Path> projects(String prefix) {
        return list(root).stream().filter(Files::isDirectory).filter(project -> prefix.endsWith("-")
                ? project.getFileName().toString().startsWith(prefix) : project.getFileName().toString().equals(prefix))
                .collect(Collectors.toList());
    }

    /** Where a pattern occurs: file, line, and what was found. */
    private List<String> places(Path file, Pattern pattern) {
        List<String> places = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < lines.size(); i++) {
            for (Matcher matcher = pattern.matcher(lines.get(i)); matcher.find();) {
                places.add(root.relativize(file) + ":" + (i + 1) + ": " + matcher.group());
            }
        }
        return places;
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The workspace: classes of tests lie in a folder of a project. */
    private static Path root() {
        try {
            return Path.of(TechniqueNamesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .getParent().getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

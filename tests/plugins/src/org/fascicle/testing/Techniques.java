package org.fascicle.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.technique.Technique;

/**
 * The techniques of a project, and what its tests hold beside each, in a folder of the technique's package: so that a new
 * technique brings its own published numbers, and is missed where it does not.
 */
public final class Techniques {
    private static final String CLASS = ".class";

    private Techniques() {}

    /** The records of all techniques of the project that a class belongs to, by name. */
    public static List<Class<?>> beside(Class<?> member) {
        try {
            Path root = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.walk(root)) {
                return files.map(file -> root.relativize(file).toString()).filter(name -> name.endsWith(CLASS))
                        .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                        .map(name -> named(name, member)).flatMap(Optional::stream)
                        .filter(each -> each.isAnnotationPresent(Technique.class))
                        .sorted(Comparator.comparing(Class::getName)).collect(Collectors.toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A new object of the test class of a simple name in a technique's package.
     *
     * @throws AssertionError if there is none
     */
    public static <T> T companion(Class<?> technique, String simpleName, Class<T> type) {
        String name = technique.getPackageName() + "." + simpleName;
        Class<?> found = named(name, technique).orElseThrow(() -> new AssertionError("the tests have no " + name));
        try {
            return type.cast(found.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(name + " cannot be made", e);
        }
    }

    /** The lines of a test file in a technique's package, without comments, which begin with #; empty if there is none. */
    public static Optional<List<String>> lines(Class<?> technique, String file) {
        try (InputStream stream = technique.getResourceAsStream(file)) {
            return stream == null ? Optional.empty()
                    : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
                            .filter(line -> !line.startsWith("#")).collect(Collectors.toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Class<?>> named(String name, Class<?> member) {
        try {
            return Optional.of(Class.forName(name, false, member.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}

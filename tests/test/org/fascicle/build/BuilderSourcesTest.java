package org.fascicle.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.annotation.versioning.Version;

/** The factories that the build writes are Java, whatever techniques are called and say of themselves. */
class BuilderSourcesTest {
    private static final Path BASE = Path.of("../builder/src/org/fascicle/builder/technique");
    private static final Description.Option NUMBER = new Description.Option("of", "number", null, List.of(), "(0,inf)", "1.0");

    @TempDir
    Path folder;

    @Test
    void namesAndTextsThatAreNoJava() throws Exception {
        Description technique = technique("switch", "Ends */ here, <b> & {@code x}, \\u002a/ and @param.", List.of(
                new Description.Option("class", "integers", null, List.of(), null, null),
                new Description.Option("new", "technique", "schedule", List.of(), null, null),
                new Description.Option("values", "numbers", null, List.of(), null, null),
                new Description.Option("each", "techniques", "activation", List.of(), null, null),
                new Description.Option("techniques", "techniques", "activation", List.of(), null, ""),
                NUMBER,
                new Description.Option("option", "scheduled", null, List.of(), "[0,1]", "0.5"),
                new Description.Option("switch", "text", null, List.of("on", "off"), null, "on"),
                new Description.Option("separator", "text", null, List.of(), null, ","),
                new Description.Option("object", "technique", "activation", List.of(), null, "null")), null);
        Class<?> value = compiled(technique).loadClass("org.fascicle.builder.activation.Switch");
        for (String name : List.of("of_", "option_", "switch_", "separator", "object", "techniques")) {
            assertTrue(List.of(value.getMethods()).stream().anyMatch(m -> m.getName().equals(name) && m.getParameterCount() == 1),
                    name);
        }
        assertEquals(List.of("ON", "OFF"), List.of(value.getDeclaredClasses()[0].getEnumConstants()).stream()
                .map(Object::toString).collect(Collectors.toList()));
        assertEquals("SwitchChoice", value.getDeclaredClasses()[0].getSimpleName());
    }

    @Test
    void optionsThatStandForTechniquesAroundAnOptimizer() throws Exception {
        Description decay =
                technique("decay", "", List.of(new Description.Option("rate", "scheduled", null, List.of(), "[0,inf)", null)),
                        new Description.Shorthand(2, Map.of("weight_decay", "rate"), null, "weight_decay"));
        Description average = technique("average", "",
                List.of(new Description.Option("momentum", "number", null, List.of(), "[0,1]", "0.99")),
                new Description.Shorthand(1, Map.of("momentum", "momentum", "unaveraged", "exclude"), "use_average", null));
        ShorthandSource source = new ShorthandSource(List.of(decay, average, technique("none", "", List.of(), null)));
        String optimizer = source.optimizer();
        assertTrue(optimizer.indexOf("default T useAverage(boolean useAverage)") > 0, optimizer);
        assertTrue(optimizer.indexOf("default T unaveraged(String... unaveraged)") > 0, optimizer);
        assertTrue(optimizer.indexOf("default T momentum(double momentum)")
                < optimizer.indexOf("T weightDecay(double weightDecay)"));
        assertTrue(optimizer.contains("default T weightDecay(ScheduleDefinition weightDecay)"), optimizer);
        assertTrue(source.group().contains("weightDecay") && !source.group().contains("momentum"), source.group());
        assertTrue(new ShorthandSource(List.of(technique("none", "", List.of(), null))).isEmpty());

        Description wrong = technique("wrong", "", List.of(), new Description.Shorthand(1, Map.of("a", "b"), null, null));
        assertEquals("com.example.wrong: its shorthand 'a' names an option 'b' that it does not have",
                assertThrows(BuildFailure.class, () -> new ShorthandSource(List.of(wrong)).optimizer()).getMessage());
    }

    @Test
    void whatCannotBeJavaIsRefused() {
        assertEquals("'1' cannot be made a name in Java",
                assertThrows(BuildFailure.class, () -> JavaText.method("1")).getMessage());
        Description.Option strange = new Description.Option("way", "text", null, List.of("a-b"), null, "a-b");
        assertEquals("com.example.odd: the choice 'a-b' of its option 'way' cannot be a constant in Java",
                assertThrows(BuildFailure.class,
                        () -> new TechniqueSource(technique("odd", "", List.of(strange), null), false).text())
                        .getMessage());
        Description.Option later = new Description.Option("way", "complex", null, List.of(), null, null);
        assertEquals("com.example.odd: its option 'way' is of the type 'complex', which has no counterpart in Java here",
                assertThrows(BuildFailure.class,
                        () -> new TechniqueSource(technique("odd", "", List.of(later), null), false).text())
                        .getMessage());
    }

    private static Description technique(String name, String description, List<Description.Option> options,
            Description.Shorthand shorthand) {
        return new Description("activation", "com.example", name, "1.0.0", "com.example." + name, description, description,
                description,
                options, shorthand);
    }

    /** Compiles the source for a technique, its factory, and what they build on. */
    private ClassLoader compiled(Description technique) throws Exception {
        TechniqueSource source = new TechniqueSource(technique, false);
        FactorySource factory = new FactorySource("activation", List.of(source));
        List<Path> files = new ArrayList<>(Fingerprint.files(BASE, p -> p.toString().matches("(\\w*Definition|Values).java")));
        files.add(Files.writeString(folder.resolve(source.name() + ".java"), source.text()));
        files.add(Files.writeString(folder.resolve(factory.name() + ".java"), factory.text()));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
            boolean ok =
                    javac.getTask(null, manager, said, List.of("--release", "17", "-proc:none", "-cp",
                            path(Kind.class, Nullable.class, Version.class), "-d", folder.toString()), null,
                            manager.getJavaFileObjectsFromPaths(files)).call();
            assertTrue(ok, () -> said.getDiagnostics() + "\n" + source.text());
        }
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    private static String path(Class<?>... types) {
        return Forked.path(List.of(types).stream()
                .map(type -> Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()))
                .collect(Collectors.toList()));
    }
}

package org.fascicle.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.fascicle.api.technique.Technique;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.annotation.versioning.Version;

class TechniqueProcessorTest {
    private static final String SOUND = "public record Line(@Default(\"2.0\") @Range(\"(0,inf)\") double slope, "
            + "@Default(\"null\") Activation inner, @Default(\"up\") Way way, @Default(\"1,2\") List<Integer> sizes, "
            + "@Default(\"true\") boolean on, String text) implements Activation";

    @TempDir
    Path folder;

    @Test
    void whatIsSoundIsCompiled() {
        assertEquals(List.of(), compile("com.example.activation.line", "\"com.example:line\"", SOUND, true));
        assertEquals(List.of(), compile("com.example.line", "value = \"com.example:line\", kind = \"activation\"", SOUND, true));
        assertEquals(List.of(), compile("org.fascicle.activation.line", "\"line\"", SOUND, true));
    }

    @Test
    void aTechniqueIsARecord() {
        assertRefused(
                compile("com.example.activation.line", "\"com.example:line\"", "public class Line implements Activation", true),
                "a technique is a record");
    }

    @Test
    void aPackageNeedsAVersion() {
        assertRefused(compile("com.example.activation.line", "\"com.example:line\"", SOUND, false),
                "com.example.activation.line has none: write @Version(\"1.0.0\") into its package-info.java");
    }

    /** The package, the annotation's text, what of the sound record is replaced by what, and what is said. */
    @ParameterizedTest(name = "{4}")
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "com.example.activation.line | \"line\" | x | x | names without a prefix are Fascicle's own",
        "com.example.activation.line | \"com.example:Line\" | x | x | the name 'Line' is not in snake case",
        "com.example.line | \"com.example:line\" | x | x | no segment of the package com.example.line names a kind",
        "com.example.activation.line | \"com.example:line\" | public record | record | a technique is public",
        "com.example.activation.line | \"com.example:line\" | implements Activation | implements Runnable | implements none",
        "com.example.activation.line | \"com.example:line\" | 2.0 | 0.0 | the default 0.0 is not in (0,inf)",
        "com.example.activation.line | \"com.example:line\" | 2.0 | two | the default 'two' is no number",
        "com.example.activation.line | \"com.example:line\" | 1,2 | 1,b | the default 'b' is no whole number",
        "com.example.activation.line | \"com.example:line\" | (0,inf) | 0..1 | not an interval such as [0,1): 0..1",
        "com.example.activation.line | \"com.example:line\" | \"true\" | \"yes\" | the default 'yes' is neither true nor false",
        "com.example.activation.line | \"com.example:line\" | \"up\" | \"left\" | the default 'left' is none of up, down",
        "com.example.activation.line | \"com.example:line\" | String text | float text | no option can be a float",
        "com.example.activation.line | \"com.example:line\" | String text | Object text | no option can be a java.lang.Object",
        "com.example.layer.line | \"com.example:line\" | String text) implements Activation | String name) implements Layer "
                + "| the option 'name' is one that the platform gives each layer"})
    void whatNoPlatformTakesIsRefused(String where, String annotation, String words, String others, String said) {
        String record = words.equals("x") ? SOUND : SOUND.replace(words, others);
        assertTrue(words.equals("x") || !record.equals(SOUND), words);
        assertRefused(compile(where, annotation, record, true), said);
    }

    @Test
    void whatAnApplicationRegistersItselfMayBeAnywhere() {
        String within =
                "final class Holder {\n@Technique(\"com.example:line\")\nrecord Line(double slope) implements Activation {\n"
                        + "public Expr apply(Expr z, Scope scope) {\nreturn z;\n}\n}\n}\n";
        assertEquals(List.of(), errors("Holder", "package com.example;\n" + IMPORTS + within));
    }

    private static void assertRefused(List<String> errors, String said) {
        assertFalse(errors.isEmpty(), "it is compiled");
        assertTrue(errors.stream().anyMatch(error -> error.contains(said)), errors.toString());
    }

    private static final String IMPORTS = "import java.util.List;\nimport org.fascicle.api.activation.Activation;\n"
            + "import org.fascicle.api.layer.Layer;\nimport org.fascicle.api.expr.Expr;\nimport org.fascicle.api.scope.Scope;\n"
            + "import org.fascicle.api.technique.*;\n";

    private List<String> compile(String where, String annotation, String record, boolean versioned) {
        String source = "package " + where + ";\n" + IMPORTS + "@Technique(" + annotation + ")\n" + record
                + " {\npublic Expr apply(Expr z, Scope scope) {\nreturn z;\n}\npublic void run() {}\nenum Way { UP, DOWN }\n}\n";
        String version = versioned ? "@org.osgi.annotation.versioning.Version(\"1.0.0\")\n" : "";
        return errors("Line", source, "package-info", version + "package " + where + ";\n");
    }

    /** Where a class lies. */
    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names and texts of sources, one after the other. */
    private List<String> errors(String... sources) {
        List<JavaFileObject> files = new ArrayList<>();
        for (int i = 0; i < sources.length; i += 2) {
            String text = sources[i + 1];
            files.add(new SimpleJavaFileObject(URI.create("string:///" + sources[i] + ".java"), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return text;
                }
            });
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavaCompiler.CompilationTask task = javac.getTask(null, null, said,
                List.of("-proc:only", "-classpath", place(Technique.class) + File.pathSeparator + place(Version.class), "-d",
                        folder.toString()),
                null, files);
        task.setProcessors(List.of(new TechniqueProcessor()));
        task.call();
        return said.getDiagnostics().stream().filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> each.getMessage(Locale.ROOT)).collect(Collectors.toList());
    }
}

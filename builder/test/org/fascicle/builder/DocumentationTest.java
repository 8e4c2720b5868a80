package org.fascicle.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Definition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/builder.md and README.md show of the builder compiles, and says what stands beside it in JSON. */
class DocumentationTest {
    private static final Path PAGE = Path.of("../docs/builder.md");
    private static final Path README = Path.of("../README.md");

    @TempDir
    Path folder;

    @Test
    void everyBlockCompilesAndRuns() throws Exception {
        List<String> blocks = blocks(PAGE);
        List<String> imports = new ArrayList<>();
        List<String> java = new ArrayList<>();
        List<String> json = new ArrayList<>();
        for (String block : blocks) {
            if (block.startsWith("{")) {
                json.add(block);
                continue;
            }
            List<String> lines = block.lines().collect(Collectors.toList());
            lines.stream().filter(line -> line.startsWith("import ")).forEach(imports::add);
            java.add(lines.stream().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n")));
        }
        blocks(README).stream().filter(block -> block.contains("model(")).forEach(java::add);
        assertTrue(java.size() >= 8, "blocks of Java: " + java.size());
        assertEquals(1, json.size());

        List<Definition> definitions = run(compiled(imports, java), java);
        assertFalse(definitions.isEmpty());
        for (Definition definition : definitions) {
            assertEquals(1, definition.tree().orElseThrow().get("fascicle"));
            String text = Json.text(ModelBuilder.model(definition));
            if (!text.contains("com.example:")) {
                Json.spec(text, "a block");
            }
        }
        String first = Json.text(ModelBuilder.model(definitions.get(0)));
        assertEquals(Json.spec(json.get(0), "the page"), Json.spec(first, "the first block"));
        assertEquals(blocks(README).stream().filter(block -> block.startsWith("{")).findFirst().map(Json::tree).orElseThrow(),
                Json.tree(json.get(0)), "the model file of README.md");
    }

    /** The indented blocks of a page, without their indentation. */
    private static List<String> blocks(Path page) throws IOException {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        for (String line : (Files.readString(page) + "\nend").lines().collect(Collectors.toList())) {
            if (line.startsWith("    ")) {
                block.append(line, 4, line.length()).append('\n');
            } else if (line.isBlank() && block.length() > 0) {
                block.append('\n');
            } else if (block.length() > 0) {
                blocks.add(block.toString().stripIndent().strip());
                block.setLength(0);
            }
        }
        return blocks;
    }

    private Path compiled(List<String> imports, List<String> java) throws IOException {
        StringBuilder source = new StringBuilder();
        imports.forEach(line -> source.append(line).append('\n'));
        source.append("public final class Blocks {\n    static final Fascicle service = null;\n");
        for (int i = 0; i < java.size(); i++) {
            boolean inner = java.get(i).startsWith("Fascicle fascicle");
            String given = inner ? "Definition definition" : "";
            String result = java.get(i).contains("Definition definition =") ? "return definition;" : "return null;";
            source.append("public static Definition block").append(i).append('(').append(given).append(") {\n")
                    .append(java.get(i)).append('\n').append(result).append("\n}\n");
        }
        Path file = Files.writeString(folder.resolve("Blocks.java"), source.append("}\n"));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(said, Locale.ROOT, null)) {
            boolean ok = javac.getTask(null, manager, said, List.of("--release", "17", "-d", folder.toString(), "-cp",
                    path(ModelBuilder.class) + File.pathSeparator + path(Fascicle.class)), null,
                    manager.getJavaFileObjects(file)).call();
            assertTrue(ok, () -> said.getDiagnostics().stream().filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                    .map(Object::toString).collect(Collectors.joining("\n")) + "\n" + source);
        }
        return folder;
    }

    private static Path path(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static List<Definition> run(Path classes, List<String> java) throws Exception {
        List<Definition> definitions = new ArrayList<>();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, ModelBuilder.class.getClassLoader())) {
            Class<?> type = loader.loadClass("Blocks");
            for (int i = 0; i < java.size(); i++) {
                if (java.get(i).contains("Definition definition =")) {
                    definitions.add((Definition) type.getMethod("block" + i).invoke(null));
                }
            }
        }
        return definitions;
    }
}

package org.fascicle.api.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What docs/primitives.md says of shapes is so, and no primitive is missing there. */
class PrimitivesPageTest {
    private static final Path PAGE = Path.of("../docs/primitives.md");
    private static final Pattern LINE = Pattern.compile("(.*\\S)\\s+// (\\S.*)");
    private static final int FEWEST = 40;
    private static final String HEAD = """
            import static org.fascicle.api.expr.Expressions.*;
            import java.util.List;
            import org.fascicle.api.expr.*;
            public final class Lines {
                private static Expr real(int... extents) {
                    return input("x", Type.REAL, Shape.of(extents));
                }
                private static Expr int32(int... extents) {
                    return input("i", Type.INT32, Shape.of(extents));
                }
                private static Expr bool(int... extents) {
                    return input("b", Type.BOOL, Shape.of(extents));
                }
            """;

    @TempDir
    static Path folder;

    /** An example, and what the page says that it is. */
    private record Line(String java, String result) {}

    @TestFactory
    List<DynamicTest> examples() throws Exception {
        List<Line> lines = lines();
        assertTrue(lines.size() >= FEWEST, lines.size() + " examples");
        Path classes = compiled(lines);
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            String method = "line" + i;
            tests.add(
                    DynamicTest.dynamicTest(line.java(), () -> assertEquals(line.result(), said(value(classes, method), line))));
        }
        return tests;
    }

    /** The type is said where the page says it. */
    private static String said(Object value, Line line) {
        if (!(value instanceof Expr)) {
            return shape(value.toString());
        }
        Expr e = (Expr) value;
        String type = line.result().startsWith("[") ? "" : e.type().toString().toLowerCase(Locale.ROOT) + " ";
        return type + shape(e.shape().toString());
    }

    /** With −1 for the rows, as Java writes it. */
    private static String shape(String text) {
        return text.replace("rows", "-1");
    }

    private static Object value(Path classes, String method) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, Expr.class.getClassLoader())) {
            return loader.loadClass("Lines").getMethod(method).invoke(null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Test
    void noPrimitiveIsMissing() throws IOException {
        Set<String> words = new TreeSet<>();
        Matcher quoted = Pattern.compile("`([a-z0-9_]+)[(`]").matcher(Files.readString(PAGE));
        while (quoted.find()) {
            words.add(quoted.group(1));
        }
        Set<String> missing = Primitives.all().stream().map(Primitive::name).collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(words);
        assertEquals(Set.of(), missing);
    }

    private static List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("```")) {
                inside = line.equals("```java");
            } else if (inside) {
                Matcher parts = LINE.matcher(line);
                assertTrue(parts.matches(), () -> "no result stands behind: " + line);
                lines.add(new Line(parts.group(1), parts.group(2)));
            }
        }
        return lines;
    }

    private static Path compiled(List<Line> lines) throws Exception {
        StringBuilder source = new StringBuilder(HEAD);
        for (int i = 0; i < lines.size(); i++) {
            source.append("    public static Object line").append(i).append("() {\n        return ").append(lines.get(i).java())
                    .append(";\n    }\n");
        }
        Path file = Files.writeString(folder.resolve("Lines.java"), source.append("}\n"));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        Path api = Path.of(Expr.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (StandardJavaFileManager manager = javac.getStandardFileManager(said, Locale.ROOT, null)) {
            assertTrue(
                    javac.getTask(null, manager, said, List.of("--release", "17", "-d", folder.toString(), "-cp", api.toString()),
                            null, manager.getJavaFileObjects(file)).call(),
                    () -> said.getDiagnostics().toString());
        }
        return folder;
    }
}

package org.fascicle.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build refuses packages of a bundle that depend on each other. */
class CyclesTest {
    @TempDir
    Path folder;

    @Test
    void arrowsThatLeadNowhereBackPass() throws Exception {
        Path jar = jar(Map.of("a", "org.fascicle.planted.b.B b;", "b", "org.fascicle.planted.c.C c;", "c", ""));
        assertEquals(List.of(), Cycles.find(jar));
    }

    @Test
    void aCircleIsNamed() throws Exception {
        Path jar = jar(Map.of("a", "org.fascicle.planted.b.B b;", "b", "org.fascicle.planted.c.C c;",
                "c", "Object f() { return new org.fascicle.planted.a.A(); }", "d", "org.fascicle.planted.a.A a;"));
        assertEquals(
                List.of("org.fascicle.planted.a", "org.fascicle.planted.b", "org.fascicle.planted.c", "org.fascicle.planted.a"),
                Cycles.find(jar));
    }

    @Test
    void whatBelongsToOthersIsLeftAlone() throws Exception {
        assertEquals(List.of(), Cycles.find(jar("com.example", Map.of("a", "com.example.b.B b;", "b", "com.example.a.A a;"))));
    }

    @Test
    void whatBelongsToOthersIsLeftAloneInABundleOfOursToo() throws Exception {
        jar("com.example", Map.of("a", "com.example.b.B b;", "b", "com.example.a.A a;"));
        assertEquals(List.of(), Cycles.find(jar(Map.of("a", "org.fascicle.planted.b.B b;", "b", ""))));
    }

    private Path jar(Map<String, String> bodies) throws Exception {
        return jar("org.fascicle.planted", bodies);
    }

    /** A jar with a package for each key, which has a class with a member. */
    private Path jar(String root, Map<String, String> bodies) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-d", folder.resolve("classes").toString()));
        for (Map.Entry<String, String> body : bodies.entrySet()) {
            String name = body.getKey().toUpperCase(java.util.Locale.ROOT);
            Path file = folder.resolve(body.getKey()).resolve(name + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file,
                    "package " + root + "." + body.getKey() + ";\npublic class " + name + " { public " + (body.getValue()
                            .isEmpty() ? "int none;" : body.getValue()) + " }\n");
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertEquals(0, compiler.run(null, null, null, arguments.toArray(new String[0])));
        Path jar = folder.resolve("planted.jar");
        Path classes = folder.resolve("classes");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : Fingerprint.files(classes, p -> p.toString().endsWith(".class"))) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }
}

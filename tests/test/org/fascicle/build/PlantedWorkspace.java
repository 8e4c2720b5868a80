package org.fascicle.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A workspace with one project of techniques. The projects whose classes derive contracts are those of the real workspace:
 * they stand here with nothing but class paths.
 */
final class PlantedWorkspace {
    private static final String CNF = "javac.source: 17\njavac.target: 17\n"
            + "-noimportjava: true\n-noextraheaders: true\n-reproducible: true\n";
    /** One class from each jar and folder that the techniques, and whoever derives their contracts, need. */
    private static final List<String> NEEDED = List.of("org.fascicle.api.technique.Technique",
            "org.fascicle.compiler.trace.Trace", "org.fascicle.backend.reference.ReferenceBackend",
            "org.fascicle.tck.contract.ForBuilds", "com.fasterxml.jackson.databind.JsonNode",
            "com.fasterxml.jackson.core.JsonParser", "com.fasterxml.jackson.annotation.JsonInclude",
            "org.osgi.annotation.bundle.Capability", "org.osgi.annotation.versioning.Version",
            "org.jspecify.annotations.NullMarked", "org.osgi.framework.Constants", "org.apache.commons.numbers.core.DD",
            "org.apache.commons.numbers.gamma.Erf");

    private final Path root;

    PlantedWorkspace(Path root) throws Exception {
        this.root = root;
        write("bnd.bnd", "Bundle-Vendor: somebody\n");
        write("cnf/build.bnd", CNF);
        String path = needed().stream().map(each -> each + ";version=file").collect(Collectors.joining(","));
        for (String tool : Contracts.TOOL_PROJECTS) {
            write(tool + "/bnd.bnd", "-nobundles: true\napplication: false\n-buildpath: " + path + "\n");
            Files.createDirectories(root.resolve(tool).resolve("src"));
        }
        write("techniques/bnd.bnd", "-sub: *.bnd\n-buildpath: " + path + "\n");
        write("techniques/curve.bnd", "Bundle-SymbolicName: com.example.curve\n"
                + "Bundle-Version: ${packageattribute;com.example.activation.curve;version}\n"
                + "-privatepackage: com.example.activation.curve\n");
    }

    /** Writes the technique: a curve with some options and a body. */
    PlantedWorkspace technique(String version, String components, String body) throws IOException {
        write("techniques/src/com/example/activation/curve/package-info.java",
                "@org.osgi.annotation.versioning.Version(\"" + version + "\")\npackage com.example.activation.curve;\n");
        write("techniques/src/com/example/activation/curve/Curve.java", String.join("\n",
                "package com.example.activation.curve;",
                "import static org.fascicle.api.expr.Expressions.*;",
                "import org.fascicle.api.activation.Activation;",
                "import org.fascicle.api.expr.Expr;",
                "import org.fascicle.api.scope.Scope;",
                "import org.fascicle.api.technique.*;",
                "@Technique(value = \"com.example:curve\", description = \"A curve.\", formula = \"z or alpha z\")",
                "public record Curve(" + components + ") implements Activation {",
                "    @Override public Expr apply(Expr z, Scope scope) { return " + body + "; }",
                "}", ""));
        return this;
    }

    /** Adds a source file of the package with the technique. */
    PlantedWorkspace source(String name, String text) throws IOException {
        write("techniques/src/com/example/activation/curve/" + name, text);
        return this;
    }

    /** Runs the build, and gives its exit code and all that it said. */
    String build(String... words) throws Exception {
        return build(root, words);
    }

    /** Runs the build of a workspace, and gives its exit code and all that it said. */
    static String build(Path root, String... words) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(root.toString()));
        arguments.addAll(List.of(words));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            int exit = Main.run(arguments.toArray(String[]::new));
            return exit + "\n" + said.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    Path jar() {
        return root.resolve("techniques/generated/com.example.curve.jar");
    }

    Path released() {
        return root.resolve("techniques/contracts/com.example.curve.json");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static List<Path> needed() throws Exception {
        List<Path> places = new ArrayList<>();
        for (String name : NEEDED) {
            places.add(place(name));
        }
        return places;
    }

    private static Path place(String className) throws ClassNotFoundException, URISyntaxException {
        Class<?> type = Class.forName(className, false, PlantedWorkspace.class.getClassLoader());
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}

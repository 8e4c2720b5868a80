package org.fascicle.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import javax.tools.ToolProvider;

import org.fascicle.api.activation.Activation;

/** A bundle with an activation that does something before it answers. */
final class Planted {
    private static final String NAME = "com/example/planted/Planted";

    private Planted() {}

    /** Makes it. */
    static Path jar(Path folder, String statement) throws Exception {
        Path source = folder.resolve(NAME + ".java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, """
                package com.example.planted;

                import org.fascicle.api.activation.Activation;
                import org.fascicle.api.expr.Expr;
                import org.fascicle.api.scope.Scope;
                import org.fascicle.api.technique.Technique;

                @Technique("com.example:planted")
                public record Planted() implements Activation {
                    @Override
                    public Expr apply(Expr z, Scope scope) {
                        %s
                        return z;
                    }
                }
                """.formatted(statement));
        String api = Path.of(Activation.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "--release", "17", "-proc:none", "-cp",
                api + ":" + System.getProperty("java.class.path"), "-d", folder.toString(), source.toString()));
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "com.example.planted");
        headers.putValue("Bundle-Version", "1.0.0");
        String range = ";version=\"[1.0,2)\"";
        headers.putValue("Import-Package", "org.fascicle.api.activation" + range + ",org.fascicle.api.expr" + range
                + ",org.fascicle.api.scope" + range + ",org.fascicle.api.technique" + range);
        headers.putValue("Provide-Capability", "fascicle.technique;kind=activation;namespace=com.example;name=planted;"
                + "version:Version=1.0.0;class=com.example.planted.Planted;description=planted;"
                + "uses:=\"org.fascicle.api.expr,org.fascicle.api.scope,org.fascicle.api.technique\"");
        headers.putValue("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=fascicle.technique)\"");
        Path jar = folder.resolve("planted.jar");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new ZipEntry(NAME + ".class"));
            Files.copy(folder.resolve(NAME + ".class"), out);
        }
        return jar;
    }
}

package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Rows;
import org.fascicle.api.readiness.Readiness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Compiles and runs every block of Java in docs/embedding.md, in their order. */
class EmbeddingGuideTest extends PlatformTest {
    private static final Pattern BLOCK = Pattern.compile("(?m)^```java\n(.*?)^```", Pattern.DOTALL);
    private static final int LEAST_BLOCKS = 7;
    private static final String IMPORTS = """
            import java.nio.file.*;
            import java.util.*;
            import java.util.stream.*;
            import org.fascicle.api.*;
            import org.fascicle.api.data.*;
            import org.fascicle.api.expr.*;
            import org.fascicle.api.model.*;
            import org.fascicle.api.problem.*;
            import org.fascicle.api.readiness.*;
            import org.fascicle.api.training.*;
            import org.osgi.framework.*;
            """;

    @InjectService(timeout = 120_000)
    Readiness readiness;

    @TempDir
    Path folder;

    @Test
    void everyBlockRuns() throws Exception {
        List<String> blocks = blocks();
        assertTrue(blocks.size() >= LEAST_BLOCKS, "only " + blocks.size() + " blocks");
        List<Path> sources = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Path source = folder.resolve("Block" + i + ".java");
            Files.writeString(source, IMPORTS + "public final class Block" + i
                    + " {\n    public static void run(Fascicle fascicle,"
                    + " BundleContext context, Readiness readiness, Rows irises, Path archive, Path checkpoint) throws Exception {\n"
                    + blocks.get(i) + "    }\n}\n");
            sources.add(source);
        }
        compile(sources);
        Rows irises = irises();
        Path archive = folder.resolve("irises.fascicle");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            for (int i = 0; i < blocks.size(); i++) {
                loader.loadClass("Block" + i).getMethod("run", Fascicle.class, BundleContext.class, Readiness.class, Rows.class,
                        Path.class, Path.class).invoke(null, fascicle, context(), readiness, irises, archive,
                                folder.resolve("checkpoint.fascicle"));
            }
        }
    }

    private static List<String> blocks() throws IOException {
        Path page = Path.of(context().getProperty("fascicle.tests.docs")).resolve("embedding.md");
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(page));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private void compile(List<Path> sources) throws IOException {
        StringBuilder path = new StringBuilder(System.getProperty("java.class.path"));
        for (Bundle bundle : context().getBundles()) {
            if (bundle.getLocation().contains("file:")) {
                path.append(File.pathSeparatorChar).append(bundle.getLocation().replaceFirst("^(reference:)?file:(//)?", ""));
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler
                    .getTask(problems, files, null, List.of("-d", folder.toString(), "-cp", path.toString(), "-proc:none"),
                            null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertTrue(compiled, problems::toString);
        }
    }

    /** Three kinds of flowers, 50 of each, around points of their own. */
    private static Rows irises() {
        Random random = new Random(1);
        float[][] features = new float[150][4];
        int[] labels = new int[150];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = row % 3;
            for (int i = 0; i < 4; i++) {
                features[row][i] = (float) (2 * labels[row] + i + 0.3 * random.nextGaussian());
            }
        }
        return MemoryRows.of(features).labels(labels);
    }
}

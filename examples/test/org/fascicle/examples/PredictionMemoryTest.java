package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.fascicle.examples.gateway.Gateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that only predicts has few bundles and little memory: the platform, one backend, and the techniques of the model's
 * layers; twice the size of the parameters and 30 MB, although the archive holds the slots of Adam, too.
 */
class PredictionMemoryTest {
    private static final long BYTES = 4 * LargeModel.PARAMETERS;
    private static final long ROOM = 30_000_000;
    private static final Pattern NEEDED =
            Pattern.compile("(?!fascicle\\.).*|fascicle\\.(api|compiler|core|backend\\.jit|lwjgl|clang|gemm\\..*"
                    + "|layer\\.(flatten|dense)|activation\\.(relu|softmax))(-.*)?\\.jar");

    @TempDir
    Path folder;

    @Test
    void aGatewayHoldsTheParametersAndLittleElse() throws Exception {
        Path archive = folder.resolve("large.fasc");
        new Application(folder).args("-cp", Path.of("bin_test").toAbsolutePath() + ":" + Workspace.EMBEDDED,
                LargeModel.class.getName(), archive).prints();
        assertTrue(Files.size(archive) > 3 * BYTES, "the archive has the training's tensors");
        Path own = Files.createDirectory(folder.resolve("own"));
        Workspace.pack(own.resolve("gateway.jar"), "com.example.gateway", List.of(Gateway.class),
                "org.osgi.framework,org.fascicle.api,org.fascicle.api.model");
        // The heap has room for what the collector has not taken yet.
        new Application(folder).args("-XX:+UseSerialGC", "-Xms" + 2 * BYTES, "-Xmx" + 2 * BYTES, "-XX:+AlwaysPreTouch",
                "-Dcom.example.bound=" + (2 * BYTES + ROOM), "-cp", compiled(), "Main", folder.resolve("felix"), archive,
                bundles(), own)
                .prints("1 rows, 10 outputs", "100 rows, 1000 outputs", "within the bound");
    }

    /** A class path of the application. Were Java to compile it as it starts, the compiler would stay in memory. */
    private String compiled() throws Exception {
        Path felix = Workspace.jarOf("org.apache.felix.framework.FrameworkFactory");
        assertEquals(0,
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", felix.toString(), "-d", folder.toString(),
                        Workspace.EXAMPLES.resolve("felix/Main.java").toString()));
        return folder + ":" + felix;
    }

    /** A folder of the bundles that predicting needs. */
    private Path bundles() throws IOException {
        Path bundles = Files.createDirectory(folder.resolve("bundles"));
        try (Stream<Path> all = Files.list(Workspace.BUNDLES)) {
            for (Path jar : (Iterable<Path>) all::iterator) {
                if (NEEDED.matcher(jar.getFileName().toString()).matches()) {
                    Files.copy(jar, bundles.resolve(jar.getFileName()));
                }
            }
        }
        return bundles;
    }
}

package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.stream.Stream;

import org.fascicle.api.technique.Technique;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A platform with the next minor version of the api: its own parts say that they were built against that, and all techniques are those of
 * today.
 */
class NextApiTest {
    private static final String OWN = Technique.API;
    private static final String NEXT = minor(1);
    private static final String AFTER = minor(2);
    private static final Path SOFTSIGN = Path.of("../tests/generated/com.example.activation.softsign.jar").toAbsolutePath();
    private static final List<String> HEADERS = List.of("Import-Package", "Export-Package", "Provide-Capability");

    @TempDir
    Path folder;

    private CommandLine platform;
    private int techniques;

    @BeforeEach
    void layOut() throws Exception {
        Path installation = Files.createDirectory(folder.resolve("installation"));
        for (String shared : List.of("lib")) {
            Files.createSymbolicLink(installation.resolve(shared), CommandLine.INSTALLATION.resolve(shared));
        }
        Path bundles = Files.createDirectory(installation.resolve("bundles"));
        String list = Files.readString(CommandLine.INSTALLATION.resolve("installation.json"));
        try (Stream<Path> files = Files.list(CommandLine.INSTALLATION.resolve("bundles"))) {
            for (Path file : files.toList()) {
                Path own = bundles.resolve(file.getFileName());
                Attributes headers = ChangedJar.headers(file);
                if (isTechnique(headers)) {
                    techniques++;
                }
                if (!isTechnique(headers) && isOfThisApi(headers)) {
                    ChangedJar.write(file, own, NextApiTest::raise);
                    list = list.replace(digest(file), digest(own));
                } else {
                    Files.createSymbolicLink(own, file);
                }
            }
        }
        Files.writeString(installation.resolve("installation.json"), list);
        platform = new CommandLine(installation, Files.createDirectory(folder.resolve("work")));
    }

    @Test
    void whatWasBuiltAgainstThisApiRunsWithTheNext() throws Exception {
        run(0, "install", SOFTSIGN);
        String all = run(0, "techniques");
        assertTrue(all.lines().count() > techniques && techniques > 150, all);
        Files.writeString(folder.resolve("work/model.json"), """
                { "fascicle": 1,
                  "data":      { "digits": {} },
                  "network":   [ { "flatten": {} }, { "dense": { "units": 16, "activation": "com.example:softsign" } },
                                 { "batch_normalization": {} }, { "dense": { "units": 10, "activation": "softmax" } } ],
                  "loss":      "sparse_categorical_crossentropy",
                  "optimizer": { "nadam": { "learning_rate": { "warmup": { "over": 1, "schedule": 0.01 } } } },
                  "training":  { "epochs": 1, "batch_size": 32, "seed": 1 } }
                """);
        assertTrue(run(0, "train", "model.json").contains("trained for 1 epoch"));
    }

    @Test
    void whatWasBuiltAgainstTheOneAfterIsRefused() throws Exception {
        Path later = folder.resolve("later.jar");
        ChangedJar.write(SOFTSIGN, later, headers -> {
            String imports = headers.getValue("Import-Package").replace("[" + OWN + ",", "[" + AFTER + ",");
            headers.putValue("Import-Package", imports);
            headers.putValue("Require-Capability",
                    headers.getValue("Require-Capability").replace("version>=" + OWN, "version>=" + AFTER));
        });
        String refusal = run(2, "install", later);
        assertTrue(refusal.contains("was built for a later version of Fascicle's api"), refusal);
        assertTrue(refusal.contains("[" + AFTER + ".0,2.0.0)") && refusal.contains(NEXT + ".0 is here"), refusal);
        assertTrue(refusal.contains("Install an earlier version of it, or a later Fascicle"), refusal);
    }

    private static boolean isTechnique(Attributes headers) {
        return headers.getValue("Provide-Capability") != null
                && headers.getValue("Provide-Capability").contains("fascicle.technique;");
    }

    private static boolean isOfThisApi(Attributes headers) {
        return HEADERS.stream().map(headers::getValue).anyMatch(value -> value != null && value.contains("org.fascicle.api"));
    }

    /** What bnd would have written with the next version on the build path. */
    private static void raise(Attributes headers) {
        for (String header : HEADERS) {
            String value = headers.getValue(header);
            if (value != null) {
                headers.putValue(header, value.replaceAll("(org\\.fascicle\\.api[a-z.]*;[^,]*?version=\")" + OWN + "\\.0\"",
                        "$1" + NEXT + ".0\"").replace("\"[" + OWN + "," + NEXT + ")\"", "\"[" + NEXT + "," + AFTER + ")\"")
                        .replaceAll("(org\\.fascicle\\.api[a-z.]*;version=\"\\[)" + OWN + ",2\\)", "$1" + NEXT + ",2)")
                        .replace("version:Version=\"" + OWN + "\"", "version:Version=\"" + NEXT + "\""));
            }
        }
        if (headers.getValue("Bundle-SymbolicName").equals("fascicle.api")) {
            headers.putValue("Bundle-Version", NEXT + ".0");
        }
    }

    private static String minor(int more) {
        String[] parts = OWN.split("\\.");
        return parts[0] + "." + (Integer.parseInt(parts[1]) + more);
    }

    private static String digest(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private String run(int exitCode, Object... arguments) throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        Process process = platform.start(said, arguments);
        int code = process.waitFor();
        String text = Files.readString(said, StandardCharsets.UTF_8);
        assertEquals(exitCode, code, text);
        return text;
    }
}

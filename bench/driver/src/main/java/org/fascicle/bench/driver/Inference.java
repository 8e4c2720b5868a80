package org.fascicle.bench.driver;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** How long an application in the platform waits for the prediction of one row: the mlp, in process. Immutable. */
final class Inference {
    private static final double SECONDS = 6;

    final String backend;
    final double median;
    final double slow;

    private Inference(String backend, double median, double slow) {
        this.backend = backend;
        this.median = median;
        this.slow = slow;
    }

    /** Starts the module {@code latency} as a bundle in Fascicle's shell; the installation stays as it is. */
    static Inference measure(Field field, Path bench, String backend) throws IOException, InterruptedException {
        Path jar = Files.createTempFile("fascicle-bench", ".jar");
        try (Session session = new Session("inference " + backend, List.of(field.fascicle(), "shell"),
                Field.ourEnvironment())) {
            pack(bench.resolve("latency/target/classes"), jar);
            session.send("felix:start " + jar.toUri());
            JsonNode answer = session.ask("bench:latency '" + field.model("mlp-nesterov") + "' " + backend + " "
                    + SECONDS, SECONDS);
            return new Inference(backend, answer.get("p50_us").asDouble(), answer.get("p99_us").asDouble());
        } finally {
            Files.deleteIfExists(jar);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "org.fascicle.bench.latency");
        headers.putValue("Bundle-Activator", "org.fascicle.bench.latency.Activator");
        headers.putValue("Import-Package", "org.osgi.framework");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
    }
}

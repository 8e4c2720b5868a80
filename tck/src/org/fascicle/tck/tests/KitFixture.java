package org.fascicle.tck.tests;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.conformance.Conformance;
import org.fascicle.api.conformance.Examination;
import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** The kit, and bundles for it. */
abstract class KitFixture {
    private static final long PATIENCE_MILLIS = 120_000;

    final BundleContext context = FrameworkUtil.getBundle(KitFixture.class).getBundleContext();
    final BuiltJars right = new BuiltJars(context, "fascicle.tests.right", "com.example.");
    final BuiltJars wrong = new BuiltJars(context, "fascicle.tests.wrong", "com.example.wrong.");
    final BuiltJars unusual = new BuiltJars(context, "fascicle.tests.wrong", "com.example.");
    Conformance conformance;

    @TempDir
    Path folder;

    @BeforeEach
    void findTheKit() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        ServiceReference<Conformance> reference = null;
        while (reference == null && System.nanoTime() < end) {
            Thread.sleep(20);
            reference = context.getServiceReference(Conformance.class);
        }
        assertNotNull(reference, "no kit");
        conformance = context.getService(reference);
    }

    List<Finding> check(Path... jars) {
        return conformance.check(Examination.of(Arrays.asList(jars)), finding -> {});
    }

    static List<Finding> not(List<Finding> findings, Outcome... outcomes) {
        return findings.stream().filter(finding -> !List.of(outcomes).contains(finding.outcome()))
                .collect(Collectors.toList());
    }

    Path right(String name) throws IOException {
        return copy(right.get(name));
    }

    Path wrong(String name) throws IOException {
        return copy(wrong.get(name));
    }

    /** What the build made stays as it is, and where it is. */
    Path copy(Path built) throws IOException {
        return Files.copy(built, folder.resolve(built.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
}

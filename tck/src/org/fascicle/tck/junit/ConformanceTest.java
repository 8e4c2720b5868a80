package org.fascicle.tck.junit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.fascicle.api.conformance.Conformance;
import org.fascicle.api.conformance.Examination;
import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The techniques of the bundles that are installed in this framework keep what the platform asks of them. The framework
 * property {@value #BUNDLES} is a regular expression of the symbolic names that are meant; without it, all that are not
 * Fascicle's own.
 */
public class ConformanceTest {
    /** The framework property that chooses bundles. */
    static final String BUNDLES = "fascicle.tck.bundles";
    /** The framework property that says how long a check may take, in seconds. */
    static final String SECONDS = "fascicle.tck.seconds";

    private static final String NOT_OURS = "(?!fascicle\\.).*";
    private static final String NAMESPACE = "fascicle.technique";
    private static final long PATIENCE_MILLIS = 120_000;

    private final BundleContext context = FrameworkUtil.getBundle(ConformanceTest.class).getBundleContext();

    /** A factory that throws is no failure for every runner; a test that throws is one. */
    @TestFactory
    Stream<DynamicNode> everyTechniqueKeepsItsContract() {
        try {
            return tests();
        } catch (Exception | AssertionError e) {
            return Stream.of(DynamicTest.dynamicTest("the kit runs", () -> {
                throw e;
            }));
        }
    }

    private Stream<DynamicNode> tests() throws Exception {
        String given = context.getProperty(BUNDLES);
        Pattern names = Pattern.compile(given == null ? NOT_OURS : given);
        List<Path> jars = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean offers = bundle.adapt(BundleRevision.class) != null
                    && !bundle.adapt(BundleRevision.class).getDeclaredCapabilities(NAMESPACE).isEmpty();
            if (offers && names.matcher(bundle.getSymbolicName()).matches()) {
                jars.add(file(bundle));
            }
        }
        assertFalse(jars.isEmpty(), () -> "no bundle with techniques has a symbolic name that matches " + names);
        List<Finding> findings = conformance().check(Examination.of(jars).seconds(seconds()), finding -> {});
        return findings.stream().map(Finding::bundle).distinct().map(bundle -> DynamicContainer.dynamicContainer(bundle,
                findings.stream().filter(finding -> finding.bundle().equals(bundle)).map(ConformanceTest::test)));
    }

    private double seconds() {
        String given = context.getProperty(SECONDS);
        return given == null ? Examination.SECONDS : Double.parseDouble(given);
    }

    private static DynamicTest test(Finding finding) {
        String name = (finding.technique().isEmpty() ? finding.bundle() : finding.technique()) + ": " + finding.check();
        return DynamicTest.dynamicTest(name, () -> {
            if (finding.outcome() == Outcome.FAILED) {
                fail(finding.reason());
            }
            Assumptions.assumeTrue(finding.outcome() == Outcome.OK, finding.reason());
        });
    }

    private Conformance conformance() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        ServiceReference<Conformance> reference = context.getServiceReference(Conformance.class);
        while (reference == null && System.nanoTime() < end) {
            Thread.sleep(20);
            reference = context.getServiceReference(Conformance.class);
        }
        if (reference == null) {
            return fail("the service " + Conformance.class.getName()
                    + " is not there: is fascicle.tck installed, and all that it needs?");
        }
        return context.getService(reference);
    }

    /** The file that a bundle was installed from. */
    private static Path file(Bundle bundle) {
        String location = bundle.getLocation().replaceFirst("^(reference:|conformance:)+", "");
        if (!location.startsWith("file:")) {
            return fail("the bundle " + bundle.getSymbolicName() + " was installed from " + bundle.getLocation()
                    + ", not from a file");
        }
        return Path.of(URI.create(location));
    }
}

package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.fascicle.api.model.Definition;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.Readiness;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Technique;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.test.common.annotation.InjectService;

/**
 * A technique that was built against a later version of the api, or another major one, is refused when it is resolved, with a message
 * that says why.
 */
public class ApiVersionTest extends PlatformTest {
    private static final String EXTENDER = "osgi.extender";
    private static final String TECHNIQUES = "fascicle.technique";
    private static final String SOFTSIGN = "com.example.activation.softsign";
    private static final String NAME = "com.example:softsign";

    @InjectService(timeout = 120_000)
    Readiness readiness;

    private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
    private final Logger log = Logger.getLogger("org.fascicle.core.registry.RefusedTechniques");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord message) {
            logged.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        log.addHandler(handler);
        log.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        log.removeHandler(handler);
        log.setUseParentHandlers(true);
    }

    @Test
    void aTechniqueOfAnOlderMajorVersionIsRefusedWithBothVersions() throws Exception {
        String own = text(extender());
        Version older = new Version(extender().getMajor() - 1, 9, 0);
        assertRefused(older, SOFTSIGN + " 1.2.0 has it, but cannot be resolved: it was built against the version "
                + text(older) + " of Fascicle's api, and this is " + own + "; build it anew against " + own
                + ", or install a later version of it");
    }

    @Test
    void aTechniqueOfALaterMinorVersionIsRefusedWithBothVersions() throws Exception {
        assertRefusedAsLater(new Version(extender().getMajor(), extender().getMinor() + 1, 0));
    }

    @Test
    void aTechniqueOfALaterMajorVersionIsRefusedWithBothVersions() throws Exception {
        assertRefusedAsLater(new Version(extender().getMajor() + 1, 0, 0));
    }

    private void assertRefusedAsLater(Version later) throws Exception {
        assertRefused(later, SOFTSIGN + " 1.2.0 has it, but cannot be resolved: it was built against the version "
                + text(later) + " of Fascicle's api, and this is " + text(extender())
                + "; install an earlier version of it, or a later Fascicle");
    }

    /** Whoever builds with another policy for imports than ours may have one such bundle resolved by them. */
    @Test
    void theRequirementForTheExtenderAloneRefuses() throws Exception {
        Version later = new Version(extender().getMajor(), extender().getMinor() + 1, 0);
        try (Guest guest = Guest.installOnly(SOFTSIGN, headers -> {
            builtAgainst(headers, later);
            headers.putValue(Constants.IMPORT_PACKAGE, headers.getValue(Constants.IMPORT_PACKAGE).replaceAll("version=\"[^\"]*\"",
                    "version=\"[0,9)\""));
        })) {
            BundleException refusal = assertThrows(BundleException.class, guest.bundle()::start);
            assertEquals(BundleException.RESOLVE_ERROR, refusal.getType());
        }
    }

    /** A package whose version does not fit is named with both. */
    @Test
    void anImportThatDoesNotFitIsNamedWithBothVersions() throws Exception {
        try (Guest guest = Guest.installOnly(SOFTSIGN, headers -> headers.putValue(Constants.IMPORT_PACKAGE,
                headers.getValue(Constants.IMPORT_PACKAGE).replaceFirst("(org.fascicle.api.activation;version=)\"[^\"]*\"",
                        "$1\"[0.77,0.78)\"")))) {
            assertThrows(BundleException.class, guest.bundle()::start);
            assertTrue(
                    message().matches(".*The bundle " + SOFTSIGN + " 1.2.0 has it, but cannot be resolved: it imports the package"
                            + " org.fascicle.api.activation in \\[0\\.77\\.0,0\\.78\\.0\\), and fascicle.api \\S+ exports it as"
                            + " \\d+\\.\\d+\\.\\d+"),
                    this::message);
        }
    }

    @Test
    void everyTechniqueAsksForThisVersionOrALaterMinorOne() {
        Version own = extender();
        assertEquals(text(own), Technique.API, "api.version in cnf/build.bnd, and the annotation");
        assertEquals(text(own), text(bundle("fascicle.api").getVersion()));
        assertEquals(text(new Version(own.getMajor() + 1, 0, 0)), Technique.NEXT_API);
        List<String> filters = new ArrayList<>();
        for (Bundle bundle : context().getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (!revision.getDeclaredCapabilities(TECHNIQUES).isEmpty()) {
                revision.getDeclaredRequirements(EXTENDER).stream().map(ApiVersionTest::filter)
                        .filter(filter -> filter.contains(TECHNIQUES)).forEach(filters::add);
            }
        }
        assertTrue(filters.size() > 50, () -> "" + filters);
        assertEquals(
                List.of("(&(osgi.extender=fascicle.technique)(version>=" + Technique.API + ")(!(version>=" + Technique.NEXT_API
                        + ")))"),
                filters.stream().distinct().toList());
    }

    /** That a softsign which was built against a version of the api is refused, and what is said of it. */
    private void assertRefused(Version api, String reason) throws Exception {
        try (Guest guest = Guest.installOnly(SOFTSIGN, headers -> builtAgainst(headers, api))) {
            assertEquals(Bundle.INSTALLED, guest.state());
            for (int i = 0; i < 2; i++) {
                BundleException refusal = assertThrows(BundleException.class, guest.bundle()::start);
                assertEquals(BundleException.RESOLVE_ERROR, refusal.getType());
            }
            assertEquals("there is no activation '" + NAME + "'. The bundle " + reason, message());
            String model = Models.with(Models.NORMALIZED, "\"elu\"", "\"" + NAME + "\"");
            assertEquals(List.of("m.json: at /network/3/activation/activation: there is no activation '" + NAME + "'. The bundle "
                    + reason), readiness.check(ModelNeed.toTrain("asked", Definition.text(model, "m.json"))).missing());
            assertEquals(List.of("The techniques of the bundle " + reason.replace("has it, but cannot be resolved",
                    "cannot be used")), logged, "said once, when it was installed");
        }
    }

    private String message() {
        return assertRefused(null, () -> techniques.find(Kind.ACTIVATION, NAME, null)).getMessage();
    }

    // As bnd would have written it with the api of that version on the build path.
    private static void builtAgainst(Attributes headers, Version api) {
        String next = text(new Version(api.getMajor() + 1, 0, 0));
        headers.putValue(Constants.REQUIRE_CAPABILITY, headers.getValue(Constants.REQUIRE_CAPABILITY)
                .replace("(version>=" + Technique.API + ")(!(version>=" + Technique.NEXT_API + "))",
                        "(version>=" + text(api) + ")(!(version>=" + next + "))"));
        assertTrue(headers.getValue(Constants.REQUIRE_CAPABILITY).contains("(version>=" + text(api) + ")(!"));
        headers.putValue(Constants.IMPORT_PACKAGE, headers.getValue(Constants.IMPORT_PACKAGE)
                .replaceFirst("(org.fascicle.api.activation;version=)\"[^\"]*\"", "$1\"[" + text(api) + "," + next + ")\""));
    }

    private static Version extender() {
        return bundle("fascicle.core").adapt(BundleRevision.class).getDeclaredCapabilities(EXTENDER).stream()
                .filter(capability -> TECHNIQUES.equals(capability.getAttributes().get(EXTENDER)))
                .map(BundleCapability::getAttributes).map(attributes -> (Version) attributes.get(Constants.VERSION_ATTRIBUTE))
                .findFirst().orElseThrow();
    }

    private static Bundle bundle(String symbolicName) {
        return Stream.of(FrameworkUtil.getBundle(ApiVersionTest.class).getBundleContext().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName())).findFirst().orElseThrow();
    }

    private static String filter(BundleRequirement requirement) {
        return requirement.getDirectives().get(Constants.FILTER_DIRECTIVE);
    }

    private static String text(Version version) {
        return version.getMajor() + "." + version.getMinor();
    }
}

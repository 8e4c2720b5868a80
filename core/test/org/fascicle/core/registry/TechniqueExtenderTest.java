package org.fascicle.core.registry;

import static org.fascicle.core.registry.TestFramework.EXTENDED;
import static org.fascicle.core.registry.TestFramework.technique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.ShorthandOptions;
import org.fascicle.api.technique.TechniqueType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.FrameworkWiring;

/** The extender and the registry in a framework. */
class TechniqueExtenderTest {
    private static final String ELU = technique("activation", "fascicle", "elu", "1.2.0");

    @TempDir
    private Path storage;
    private TestFramework framework;
    private TechniqueRegistry registry;
    private TechniqueExtender extender;

    @BeforeEach
    void start() throws Exception {
        framework = new TestFramework(storage);
        registry = new TechniqueRegistry(framework.context());
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
        framework.close();
    }

    @Test
    void startOrderDoesNotMatter() throws Exception {
        install("fascicle.activation.before", technique("activation", "fascicle", "before", "1.0.0")).start();
        extend();
        install("fascicle.activation.after", technique("activation", "fascicle", "after", "1.0.0")).start();
        assertEquals("[after, before]", names());
    }

    @Test
    void aServiceIsItsBundlesAndSaysWhatTheCapabilitySays() throws Exception {
        extend();
        Bundle bundle = install("fascicle.activation.elu", ELU);
        assertEquals("[]", names());
        bundle.start();
        ServiceReference<TechniqueType> reference = framework.context().getServiceReference(TechniqueType.class);
        assertSame(bundle, reference.getBundle());
        assertEquals(List.of("activation", "fascicle", "elu", "1.2.0"), List.of(reference.getProperty("kind"),
                reference.getProperty("namespace"), reference.getProperty("name"), reference.getProperty("version")));
        TechniqueType type = registry.find(Kind.ACTIVATION, "elu", "[1,2)");
        assertEquals("activation elu 1.2.0", type.toString());
        assertEquals("fascicle.activation.elu", type.provider());
        assertEquals("Doubles.", type.description());
        assertEquals("[factor]", type.options().stream().map(o -> o.name()).collect(Collectors.toList()).toString());
        Object made = type.create(Map.of("factor", 3.0));
        assertSame(bundle.loadClass(Doubling.class.getName()), made.getClass());
        assertNotEquals(Doubling.class, made.getClass());
    }

    @Test
    void techniquesComeAndGoWithTheirBundle() throws Exception {
        extend();
        Bundle bundle = install("fascicle.activation.elu", ELU);
        bundle.start();
        bundle.stop();
        assertEquals("[]", names());
        bundle.start();
        bundle.update(framework.jar("fascicle.activation.elu",
                technique("activation", "fascicle", "elu", "2.0.0") + ","
                        + technique("activation", "fascicle", "selu", "1.0.0"),
                EXTENDED));
        assertEquals("[elu, selu]", names());
        assertEquals("2.0.0", registry.find(Kind.ACTIVATION, "elu", null).version());
        bundle.uninstall();
        assertEquals("[]", names());
        assertThrows(InputException.class, () -> registry.find(Kind.ACTIVATION, "elu", null));
    }

    @Test
    void everythingGoesWithTheExtender() throws Exception {
        extend();
        install("fascicle.activation.elu", ELU).start();
        ServiceReference<TechniqueType> reference = framework.context().getServiceReference(TechniqueType.class);
        assertEquals("[elu]", names());
        extender.close();
        assertEquals("[]", names());
        assertNull(reference.getBundle());
        extend();
        assertEquals("[elu]", names());
    }

    @Test
    void onlyBundlesThatAreWiredToThisExtenderAreExtended() throws Exception {
        extend();
        framework.install("fascicle.activation.unwired", ELU, "").start();
        assertEquals("[]", names());
        framework.install("another.core", "osgi.extender;osgi.extender=fascicle.technique;version:Version=9.0", "").start();
        framework.install("fascicle.activation.elsewhere", technique("activation", "fascicle", "elsewhere", "1.0.0"),
                "osgi.extender;filter:=\"(&(osgi.extender=fascicle.technique)(version>=9.0))\"").start();
        framework.install("fascicle.activation.other", technique("activation", "fascicle", "other", "1.0.0"),
                "osgi.extender;filter:=\"(osgi.extender=org.example)\";resolution:=optional").start();
        assertEquals("[]", names());
    }

    @Test
    void namesWithoutPrefixAreReserved() throws Exception {
        extend();
        install("com.example.thief", technique("activation", "fascicle", "relu", "1.0.0") + ","
                + technique("activation", "com.example", "relu", "1.0.0")).start();
        install("fascicletoo", technique("activation", "fascicle", "selu", "1.0.0")).start();
        assertEquals("[com.example:relu]", names());
        assertEquals(1, framework.context().getServiceReferences(TechniqueType.class, null).size());
    }

    @Test
    void capabilitiesThatCannotBeUsedAreLeftOut() throws Exception {
        extend();
        install("fascicle.activation.odd", technique("activity", "fascicle", "a", "1.0.0") + ",fascicle.technique;name=x,"
                + "fascicle.technique;kind=activation;namespace=fascicle;name=y," + ELU).start();
        assertEquals("[elu]", names());
    }

    @Test
    void aliasesAreKnownWithoutTheClassAndEachIsToldToListeners() throws Exception {
        extend();
        List<String> told = new ArrayList<>();
        registry.listen((kind, name) -> told.add(kind + " " + name));
        install("fascicle.activation.elu", ELU + ";aliases:List<String>=\"ELU,Elu\"").start();
        install("com.example.elu", technique("activation", "com.example", "elu", "1.0.0") + ";aliases:List<String>=ELU").start();
        assertEquals("1.2.0", registry.find(Kind.ACTIVATION, "ELU", null).version());
        assertEquals("1.0.0", registry.find(Kind.ACTIVATION, "com.example:ELU", null).version());
        assertEquals(List.of("activation elu", "activation ELU", "activation Elu", "activation com.example:elu",
                "activation com.example:ELU"), told);
    }

    @Test
    void optionsOfOptimizersAreKnownWithoutTheClass() throws Exception {
        extend();
        String shorthand = "fascicle.shorthand;class=\"org.fascicle.core.registry.Doubling\";place:Long=7;"
                + "options:List<String>=\"a,b=own\";flag=c;per_parameter=b";
        install("fascicle.transform.short", technique("transform", "fascicle", "short", "1.0.0") + "," + shorthand).start();
        install("com.example.short", technique("transform", "com.example", "short", "1.0.0") + "," + shorthand).start();
        install("fascicle.transform.none", technique("transform", "fascicle", "none", "1.0.0") + ","
                + shorthand.replace("Doubling", "Other")).start();
        install("fascicle.transform.wrong", technique("transform", "fascicle", "wrong", "1.0.0") + ","
                + shorthand.replace("per_parameter=b", "per_parameter=x")).start();
        ShorthandOptions found = registry.find(Kind.TRANSFORM, "short", null).shorthand().orElseThrow();
        assertEquals(7, found.place());
        assertEquals(List.of("c", "a", "b"), found.names());
        assertEquals("own", found.options().get("b"));
        assertEquals("b", found.perParameter().orElseThrow());
        assertEquals(List.of("com.example:c", "com.example:a", "com.example:b"),
                registry.find(Kind.TRANSFORM, "com.example:short", null).shorthand().orElseThrow().names());
        assertEquals(Optional.empty(), registry.find(Kind.TRANSFORM, "none", null).shorthand());
        assertEquals(Optional.empty(), registry.find(Kind.TRANSFORM, "wrong", null).shorthand());
        assertEquals(List.of("com.example:c", "com.example:a", "com.example:b", "c", "a", "b"),
                registry.commonOptions(Kind.OPTIMIZER));
        assertEquals(List.of("match", "exclude"), registry.commonOptions(Kind.TRANSFORM));
    }

    @Test
    void aClassThatIsNotThereIsExplainedWithoutAnExceptionThatHoldsTheBundle() throws Exception {
        extend();
        install("fascicle.activation.hollow", ELU.replace("Doubling", "Missing")).start();
        install("fascicle.layer.wrong", technique("layer", "fascicle", "wrong", "1.0.0")).start();
        TechniqueType hollow = registry.find(Kind.ACTIVATION, "elu", null);
        IllegalStateException e = assertThrows(IllegalStateException.class, hollow::options);
        assertTrue(e.getMessage().startsWith("the class org.fascicle.core.registry.Missing of bundle"
                + " fascicle.activation.hollow"
                + " 3.1.4 cannot be loaded: java.lang.ClassNotFoundException"), e.getMessage());
        assertNull(e.getCause());
        assertThrows(IllegalStateException.class, () -> registry.find(Kind.LAYER, "wrong", null).options());
    }

    @Test
    void anApplicationMayOfferTechniquesItself() {
        ServiceRegistration<TechniqueType> service = offer(TechniqueType.of(Doubling.class));
        assertEquals("[com.example:doubling]", names());
        service.unregister();
        assertEquals("[]", names());
        offer(new TechniqueType.Builder(Kind.ACTIVATION, "relu", () -> Doubling.class).build());
        offer(new TechniqueType.Builder(Kind.ACTIVATION, "x", () -> Doubling.class).namespace("a").version("1.x").build());
        assertEquals("[]", names());
    }

    @Test
    void twoBundlesWithOneTechniqueAreNamed() throws Exception {
        extend();
        install("fascicle.activation.one", ELU).start();
        install("fascicle.activation.two", ELU).start();
        assertEquals("the activation 'elu' 1.2.0 is provided twice, by bundle fascicle.activation.one 3.1.4 and by"
                + " bundle fascicle.activation.two 3.1.4. Uninstall one of them",
                assertThrows(InputException.class, () -> registry.find(Kind.ACTIVATION, "elu", null)).getMessage());
    }

    @Test
    void nothingHoldsATechniquesClassLoaderOnceItsBundleIsGone() throws Exception {
        extend();
        Bundle bundle = install("fascicle.activation.elu", ELU);
        bundle.start();
        WeakReference<ClassLoader> loader = use();
        assertNotNull(loader.get());
        bundle.uninstall();
        framework.context().getBundle().adapt(FrameworkWiring.class).refreshBundles(List.of(bundle));
        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(loader.get(), "the class loader is still reachable");
    }

    private WeakReference<ClassLoader> use() {
        TechniqueType type = registry.find(Kind.ACTIVATION, "elu", null);
        return new WeakReference<>(type.create(Map.of()).getClass().getClassLoader());
    }

    private void extend() {
        extender = new TechniqueExtender(framework.context());
    }

    private Bundle install(String symbolicName, String capabilities) throws Exception {
        return framework.install(symbolicName, capabilities, EXTENDED);
    }

    private ServiceRegistration<TechniqueType> offer(TechniqueType type) {
        return framework.context().registerService(TechniqueType.class, type, new Hashtable<>());
    }

    private String names() {
        return registry.all().stream().map(TechniqueType::qualifiedName).collect(Collectors.toList()).toString();
    }
}

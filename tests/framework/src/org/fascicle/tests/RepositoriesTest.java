package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.fascicle.api.installation.Jars;
import org.fascicle.api.installation.Plan;
import org.fascicle.api.model.Definition;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.Readiness;
import org.fascicle.api.readiness.TechniqueNeed;
import org.fascicle.api.technique.Kind;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.osgi.test.common.annotation.InjectService;

/** Bundles that models and jars need are found in folders and indexes. */
public class RepositoriesTest extends InstallationFixture {
    private static final String BUNDLE = SampleJar.BUNDLE;
    private static final String NAME = SampleJar.TECHNIQUE;

    @InjectService(timeout = 120_000)
    Readiness readiness;

    @Test
    void whatAModelNeedsIsFoundInARepository() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        Path first = new SampleJar().alsoImports("com.example.shared").write(repository.resolve("a.jar"));
        Path second = new SampleJar().version("2.0.0").alsoImports("com.example.nowhere").write(repository.resolve("b.jar"));
        Path shared = SampleJar.exporting("com.example.shared", "com.example.shared", repository.resolve("c.jar"));
        Files.writeString(repository.resolve("d.jar"), "no jar");
        ModelNeed need =
                ModelNeed.toPredict("test", Definition.text(Models.with(Models.NORMALIZED, "\"elu\"", "\"" + NAME + "\""),
                        SOURCE));
        List<TechniqueNeed> techniques = readiness.check(need).techniques();
        assertTrue(techniques.toString().contains("activation " + NAME), techniques.toString());
        assertTrue(techniques.toString().contains("initializer glorot_uniform"), "a default: " + techniques);
        Plan nothing = installer.plan(techniques, List.of());
        assertEquals(List.of("nothing provides the activation " + NAME), nothing.missing());
        assertTrue(nothing.present().contains("fascicle.initializer.glorot_uniform 1.1.0"), nothing.present().toString());
        Plan plan = installer.plan(techniques, List.of(repository));
        assertEquals(List.of(), plan.missing());
        assertEquals(Set.of(first, shared), Set.copyOf(plan.files()), "the highest version does not resolve");
        assertEquals(Set.of(BUNDLE + " 1.2.0", "com.example.shared 1.2.0"), Set.copyOf(plan.bundles()));
        Plan exact = installer.plan(List.of(TechniqueNeed.of(Kind.ACTIVATION, NAME, "[2,3)")), List.of(repository));
        assertEquals(1, exact.missing().size());
        assertTrue(exact.missing().get(0).matches("nothing provides the activation " + NAME + " \\[2,3\\): .*" + BUNDLE
                + ".* requires osgi.wiring.package .*com.example.nowhere.*"), exact.missing().get(0));
        Path index = Files.writeString(folder.resolve("index.xml"), index(second, "b"));
        assertEquals(List.of(second),
                installer.plan(List.of(TechniqueNeed.of(Kind.ACTIVATION, NAME, null)), List.of(index)).files());
        refused("there is no such repository", () -> installer.plan(List.of(), List.of(folder.resolve("x"))));
        Path broken = Files.writeString(folder.resolve("broken.xml"), "<repository");
        refused("broken.xml: is no repository that can be read", () -> installer.plan(List.of(), List.of(broken)));
        installer.install(Jars.of(plan.files()));
        assertEquals(List.of(), readiness.check(need).missing());
        installer.uninstall(BUNDLE, null);
    }

    @Test
    void whatAJarRequiresIsFoundInARepository() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        Path jar = new SampleJar().alsoImports("com.example.shared").write(folder.resolve("a.jar"));
        Path shared = SampleJar.exporting("com.example.shared", "com.example.shared", repository.resolve("c.jar"));
        Plan alone = installer.plan(Jars.of(jar), List.of());
        assertEquals(List.of(), alone.files());
        assertTrue(alone.missing().toString().contains("com.example.shared"), alone.missing().toString());
        Plan plan = installer.plan(Jars.of(jar), List.of(repository));
        assertEquals(List.of(shared), plan.files());
        assertEquals(List.of(), plan.missing());
        assertEquals(List.of(), installer.plan(Jars.of(jar, shared), List.of(repository)).files(), "it is among them");
        installer.install(Jars.of(jar, plan.files().get(0)));
        installer.uninstall(BUNDLE, null);
    }

    /** Keras's options of optimizers come with techniques whose names a model file does not have. */
    @Test
    void theBundleOfAnOptionIsFoundInARepository() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        Path jar = new SampleJar().header(Constants.PROVIDE_CAPABILITY, "fascicle.shorthand;place:Long=7;class=\"a.B\";"
                + "options:List<String>=\"clipevery\"").write(repository.resolve("a.jar"));
        for (String option : List.of("clipevery", "clip)(er*")) {
            ModelNeed need = ModelNeed.toTrain("test", Definition.text(Models.with(Models.NORMALIZED, "\"momentum\": 0.9",
                    "\"" + option + "\": 0.9"), SOURCE));
            List<TechniqueNeed> needs = readiness.check(need).techniques();
            assertTrue(needs.contains(TechniqueNeed.ofOption(option)), needs.toString());
            assertEquals(List.of("nothing provides the option " + option + " of optimizers"),
                    installer.plan(needs, List.of()).missing());
            assertEquals(option.equals("clipevery") ? List.of(jar) : List.of(),
                    installer.plan(needs, List.of(repository)).files());
        }
    }

    @Test
    void aTechniqueIsFoundByItsAlias() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("repository"));
        Path jar = new SampleJar()
                .header(Constants.PROVIDE_CAPABILITY, "fascicle.technique;kind=activation;namespace=com.example;"
                        + "name=bend;class=\"a.B\";version:Version=\"1.0.0\";aliases:List<String>=\"Bend,BEND\"")
                .write(repository.resolve("a.jar"));
        for (String name : List.of("com.example:bend", "com.example:Bend", "com.example:BEND")) {
            assertEquals(List.of(jar),
                    installer.plan(List.of(TechniqueNeed.of(Kind.ACTIVATION, name, "[1,2)")), List.of(repository)).files(), name);
        }
        assertEquals(List.of("nothing provides the activation Bend"),
                installer.plan(List.of(TechniqueNeed.of(Kind.ACTIVATION, "Bend", null)), List.of(repository)).missing());
    }

    /** An index of one bundle that requires nothing. */
    private static String index(Path jar, String name) {
        return "<repository xmlns='http://www.osgi.org/xmlns/repository/v1.0.0' name='" + name + "'><resource>"
                + "<capability namespace='osgi.identity'><attribute name='osgi.identity' value='" + BUNDLE + "'/>"
                + "<attribute name='type' value='osgi.bundle'/><attribute name='version' type='Version' value='2.0.0'/></capability>"
                + "<capability namespace='osgi.content'><attribute name='osgi.content' value='00'/>"
                + "<attribute name='url' value='repository/" + jar.getFileName() + "'/></capability>"
                + "<capability namespace='fascicle.technique'><attribute name='kind' value='activation'/>"
                + "<attribute name='namespace' value='com.example'/><attribute name='name' value='softsign'/>"
                + "<attribute name='version' type='Version' value='2.0.0'/></capability></resource></repository>";
    }
}

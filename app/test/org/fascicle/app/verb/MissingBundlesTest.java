package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.installation.Change;
import org.fascicle.api.installation.Change.Action;
import org.fascicle.api.installation.Installer;
import org.fascicle.api.installation.Plan;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.ModelReadiness;
import org.fascicle.api.readiness.Readiness;
import org.fascicle.api.readiness.TechniqueNeed;
import org.fascicle.api.technique.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MissingBundlesTest {
    private static final Path JAR = Path.of("/repository/bent.jar");

    private final FakePlatform platform = new FakePlatform();
    private final List<Object> calls = new ArrayList<>();
    private boolean has = true;
    private boolean installed;

    @BeforeEach
    void lackABundle() {
        platform.readiness = fake(Readiness.class, arguments -> {
            calls.add("check " + ((ModelNeed) arguments[0]).purpose());
            return ModelReadiness.of("id", "it", List.of(TechniqueNeed.of(Kind.ACTIVATION, "bent", null)),
                    installed ? List.of() : List.of("there is no activation 'bent'"));
        });
        platform.installer = fake(Installer.class, arguments -> {
            calls.add(List.of(arguments));
            if (arguments.length == 1) {
                installed = true;
                platform.problem = null;
                return List.of(Change.of(Action.INSTALLED, "com.example.bent", "1.0.0", List.of("activation bent 1.0.0")));
            }
            return installed || !has
                    ? Plan.of(List.of(), List.of(), List.of(), installed ? List.of() : List.of("nothing provides bent"))
                    : Plan.of(List.of(), List.of(JAR), List.of("com.example.bent 1.0.0"), List.of());
        });
        platform.problem = new InputException("m.json", "/network/0", "there is no activation 'bent'", "Is it installed?");
    }

    private interface Answer {
        Object to(Object[] arguments);
    }

    @SuppressWarnings("unchecked")
    private static <T> T fake(Class<T> type, Answer answer) {
        return (T) Proxy.newProxyInstance(MissingBundlesTest.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(arguments));
    }

    @Test
    void whatIsMissingIsNamedWithTheBundleThatARepositoryHas() {
        for (String[] verb : new String[][] {{"train", "m.json"}, {"train", "--resume", "a.fasc"}, {"predict", "a.fasc"},
            {"evaluate", "a.fasc"}, {"summary", "m.json"}}) {
            platform.err.reset();
            assertEquals(Verb.BAD_INPUT, platform.run(verb), String.join(" ", verb));
            assertEquals("fascicle: m.json: at /network/0: there is no activation 'bent'. Is it installed? A repository has "
                    + "com.example.bent 1.0.0. Install it with --install\n", platform.err());
        }
    }

    @Test
    void whereNobodyHasItTheProblemStaysAsItIs() {
        has = false;
        assertEquals(Verb.BAD_INPUT, platform.run("train", "m.json"));
        assertEquals("fascicle: m.json: at /network/0: there is no activation 'bent'. Is it installed?\n", platform.err());
    }

    @Test
    void anotherProblemIsLeftAlone() {
        installed = true;
        assertEquals(Verb.BAD_INPUT, platform.run("train", "m.json"));
        assertEquals("fascicle: m.json: at /network/0: there is no activation 'bent'. Is it installed?\n", platform.err());
    }

    @Test
    void itIsInstalledBeforeTheModelIsOpenedIfThatIsWanted() {
        assertEquals(Verb.DONE, platform.run("predict", "a.fasc", "--install", "--repository", "/repository"));
        assertEquals("check PREDICTION", calls.get(0));
        assertEquals("[[activation bent], [/repository]]", calls.get(1).toString());
        assertEquals("[[/repository/bent.jar]]", calls.get(2).toString());
        assertEquals(true, platform.out().startsWith("installed com.example.bent 1.0.0\n  activation bent 1.0.0\n"),
                platform.out());
    }

    @Test
    void whatAJarRequiresIsNamedAndInstalledIfThatIsWanted() {
        InputException unresolved = new InputException("a.jar", null, "does not resolve", "Install what it requires");
        platform.installer = fake(Installer.class, arguments -> {
            calls.add(List.of(arguments));
            if (arguments.length == 2) {
                return Plan.of(List.of(), List.of(JAR), List.of("com.example.bent 1.0.0"), List.of());
            } else if (!arguments[0].toString().contains(JAR.toString())) {
                throw unresolved;
            }
            return List.of();
        });
        assertEquals(Verb.BAD_INPUT, platform.run("install", "/a.jar", "--repository", "/repository"));
        assertEquals("fascicle: a.jar: does not resolve. Install what it requires. A repository has what they require: "
                + "com.example.bent 1.0.0. Install that as well with --requirements\n", platform.err());
        calls.clear();
        assertEquals(Verb.DONE, platform.run("install", "/a.jar", "--repository", "/repository", "--requirements"));
        assertEquals("[[[/a.jar], [/repository]], [[/a.jar, /repository/bent.jar]]]", calls.toString());
    }

    @Test
    void whoeverVouchesForItSaysSo() {
        assertEquals(Verb.DONE, platform.run("train", "m.json", "--install", "--ours"));
        assertEquals("check TRAINING", calls.get(0));
        assertEquals("[[/repository/bent.jar] of Fascicle's makers]", calls.get(2).toString());
    }
}

package org.fascicle.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LookupTest {
    private static final String LIST = "Is its bundle installed and started?";

    private final FixedTechniques techniques = new FixedTechniques(
            type(Kind.ACTIVATION, "elu", "1.0.0", "fascicle.activation.elu"),
            type(Kind.ACTIVATION, "elu", "1.10.0", "fascicle.activation.elu"),
            type(Kind.ACTIVATION, "elu", "1.9.0", "fascicle.activation.elu"),
            type(Kind.LAYER, "dense", "1.0.0", "fascicle.layer.dense"),
            type(Kind.LAYER, "dropout", "1.0.0", "fascicle.layer.dropout"),
            type(Kind.OPTIMIZER, "adam", "2.0.0", "one"),
            type(Kind.OPTIMIZER, "adam", "2.0.0", "two"),
            type(Kind.OPTIMIZER, "adam", "1.0.0", "one"));

    @Test
    void theHighestVersionWinsByNumberAndNotByText() {
        assertEquals("1.10.0", techniques.find(Kind.ACTIVATION, "elu", null).version());
        assertEquals("1.9.0", techniques.find(Kind.ACTIVATION, "elu", "[1,1.10)").version());
        assertEquals("1.0.0", techniques.find(Kind.ACTIVATION, "elu", "[1.0,1.0]").version());
        assertEquals("1.10.0", techniques.find(Kind.ACTIVATION, "elu", "1.5").version());
    }

    @Test
    void ownNamespaceMayBeWritten() {
        assertEquals("elu", techniques.find(Kind.ACTIVATION, "fascicle:elu", null).name());
    }

    @Test
    void othersNeedTheirNamespace() {
        TechniqueType other = new TechniqueType.Builder(Kind.OPTIMIZER, "lookahead", () -> Object.class)
                .namespace("com.example").version("0.1.0").build();
        FixedTechniques both = new FixedTechniques(other, type(Kind.OPTIMIZER, "sgd", "1.0.0", "fascicle.optimizer.sgd"));
        assertEquals("com.example:lookahead", both.find(Kind.OPTIMIZER, "com.example:lookahead", null).qualifiedName());
        assertMessage("there is no optimizer 'lookahead'. " + LIST, () -> both.find(Kind.OPTIMIZER, "lookahead", null));
    }

    @Test
    void unknownNamesTellTheNearest() {
        assertMessage("there is no layer 'dens'. Did you mean 'dense'? " + LIST, () -> techniques.find(Kind.LAYER, "dens", null));
        assertMessage("there is no layer 'transformer'. " + LIST, () -> techniques.find(Kind.LAYER, "transformer", null));
        assertMessage("there is no metric 'accuracy': no metric is installed at all. " + LIST,
                () -> techniques.find(Kind.METRIC, "accuracy", null));
    }

    @Test
    void namesOfAnotherKindAreDistinct() {
        assertMessage("'elu' is an activation, not a layer. " + LIST, () -> techniques.find(Kind.LAYER, "elu", null));
        assertMessage("'dense' is a layer, not an optimizer. " + LIST, () -> techniques.find(Kind.OPTIMIZER, "dense", null));
    }

    @Test
    void anAliasStandsForItsTechnique() {
        FixedTechniques called = new FixedTechniques(called("elu", "ELU"), called("relu", "ReLU"));
        assertEquals("elu", called.find(Kind.ACTIVATION, "ELU", null).qualifiedName());
        assertEquals("elu", called.find(Kind.ACTIVATION, "ELU", "[1,2)").qualifiedName());
        assertTrue(new Lookup(called.offers(), Dormant.NONE).has(Kind.ACTIVATION, "ELU", null));
        assertMessage("'ReLU' is an activation, not a layer. " + LIST, () -> called.find(Kind.LAYER, "ReLU", null));
        assertMessage("there is no activation 'ReLu'. Did you mean 'ReLU'? " + LIST,
                () -> called.find(Kind.ACTIVATION, "ReLu", null));
    }

    @Test
    void anAliasOfTwoTechniquesNamesBothAndAnOwnNameGoesFirst() {
        FixedTechniques called = new FixedTechniques(called("elu", "unit"), called("relu", "unit"), called("celu", "elu"));
        assertMessage("'unit' stands for the activation 'elu' of fascicle.activation.elu and for 'relu' of"
                + " fascicle.activation.relu. Write the name of the one that is meant",
                () -> called.find(Kind.ACTIVATION, "unit", null));
        assertFalse(new Lookup(called.offers(), Dormant.NONE).has(Kind.ACTIVATION, "unit", null));
        assertEquals("elu", called.find(Kind.ACTIVATION, "elu", null).qualifiedName());
    }

    @Test
    void anAliasIsWithinItsNamespace() {
        FixedTechniques called = new FixedTechniques(new TechniqueType.Builder(Kind.ACTIVATION, "curve", () -> Object.class)
                .namespace("com.example").version("1.0.0").provider("com.example.curve").aliases(List.of("Curve")).build());
        assertEquals("com.example:curve", called.find(Kind.ACTIVATION, "com.example:Curve", null).qualifiedName());
        assertMessage("there is no activation 'Curve'. " + LIST, () -> called.find(Kind.ACTIVATION, "Curve", null));
    }

    private static TechniqueType called(String name, String alias) {
        return new TechniqueType.Builder(Kind.ACTIVATION, name, () -> Object.class).version("1.0.0")
                .provider("fascicle.activation." + name).aliases(List.of(alias)).build();
    }

    @Test
    void rangesAreChecked() {
        String remedy = ". Write one such as [1.0,2), which means 1.0 or later but below 2, or leave it out";
        for (String garbage : List.of("garbage", "", " ", "[1,2", "[1,2)x", "1.x", "[a,b]", "-1")) {
            assertMessage("'" + garbage + "' is no version range" + remedy,
                    () -> techniques.find(Kind.ACTIVATION, "elu", garbage));
        }
        assertMessage("the version range '[2,1]' is empty. Write the lower version first, as in [1.0,2)",
                () -> techniques.find(Kind.ACTIVATION, "elu", "[2,1]"));
        assertMessage("no installed version of the activation 'elu' is in [2,3). Installed: 1.10.0, 1.9.0, 1.0.0",
                () -> techniques.find(Kind.ACTIVATION, "elu", "[2,3)"));
    }

    @Test
    void twoProvidersOfOneVersionAreAnErrorThatNamesBoth() {
        assertMessage("the optimizer 'adam' 2.0.0 is provided twice, by one and by two. Uninstall one of them",
                () -> techniques.find(Kind.OPTIMIZER, "adam", null));
        assertEquals("1.0.0", techniques.find(Kind.OPTIMIZER, "adam", "[1,2)").version());
    }

    @Test
    void thereIsOneWhereOneIsFound() {
        assertTrue(has(Kind.ACTIVATION, "elu", null));
        assertTrue(has(Kind.ACTIVATION, "fascicle:elu", "[1.9,2)"));
        assertFalse(has(Kind.ACTIVATION, "elu", "[2,3)"));
        assertFalse(has(Kind.ACTIVATION, "elu", "garbage"));
        assertFalse(has(Kind.LAYER, "elu", null));
        assertFalse(has(Kind.OPTIMIZER, "adam", null), "it is there twice");
        assertTrue(has(Kind.OPTIMIZER, "adam", "[1,2)"));
    }

    @Test
    void whatWouldOfferIsNamedBeforeGuesses() {
        Dormant dormant = (kind, name, range) -> name.equals("dens") || "[2,3)".equals(range) ? "Somebody has it" : null;
        assertMessage("there is no layer 'dens'. Somebody has it",
                () -> new Lookup(techniques.offers(), dormant).find(Kind.LAYER, "dens", null));
        assertMessage(
                "no installed version of the activation 'elu' is in [2,3). Installed: 1.10.0, 1.9.0, 1.0.0. Somebody has it",
                () -> new Lookup(techniques.offers(), dormant).find(Kind.ACTIVATION, "elu", "[2,3)"));
    }

    private boolean has(Kind kind, String name, String range) {
        return new Lookup(techniques.offers(), Dormant.NONE).has(kind, name, range);
    }

    @Test
    void allAreOrderedByKindNameAndVersion() {
        assertEquals(List.of("layer dense 1.0.0", "layer dropout 1.0.0", "activation elu 1.10.0", "activation elu 1.9.0",
                "activation elu 1.0.0", "optimizer adam 2.0.0", "optimizer adam 2.0.0", "optimizer adam 1.0.0"),
                techniques.all().stream().map(TechniqueType::toString).collect(Collectors.toList()));
    }

    private static TechniqueType type(Kind kind, String name, String version, String provider) {
        return new TechniqueType.Builder(kind, name, () -> Object.class).version(version).provider(provider).build();
    }

    private static void assertMessage(String message, Executable action) {
        assertEquals(message, assertThrows(InputException.class, action).getMessage());
    }
}

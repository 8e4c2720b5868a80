package org.fascicle.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import org.junit.jupiter.api.Test;

/** In one kind and namespace, a name or an alias stands for one technique. */
class AliasesTest {
    private final Map<String, String> meanings = new HashMap<>();

    @Test
    void anAliasOfTwoTechniquesIsRefusedWithBoth() throws Exception {
        add("kind=loss;namespace=fascicle;name=squares;aliases:List<String>=\"mse,MSE\"");
        add("kind=metric;namespace=fascicle;name=squares;aliases:List<String>=mse");
        add("kind=loss;namespace=com.example;name=other;aliases:List<String>=mse");
        add("kind=loss;namespace=fascicle;name=squares;aliases:List<String>=mse");
        refused("jar: x.jar: 'MSE' stands for loss fascicle:squares and for loss fascicle:roots",
                "kind=loss;namespace=fascicle;name=roots;aliases:List<String>=\"rmse,MSE\"");
        refused("jar: x.jar: 'squares' stands for loss fascicle:squares and for loss fascicle:areas",
                "kind=loss;namespace=fascicle;name=areas;aliases:List<String>=squares");
        refused("jar: x.jar: 'mse' stands for loss fascicle:squares and for loss fascicle:mse",
                "kind=loss;namespace=fascicle;name=mse");
    }

    private void refused(String message, String technique) {
        assertEquals(message, assertThrows(BuildFailure.class, () -> add(technique)).getMessage());
    }

    private void add(String technique) throws Exception {
        Attrs attributes = new Parameters("fascicle.technique;" + technique).values().iterator().next();
        BuiltIndex.meaning(attributes, "x.jar", meanings);
    }
}

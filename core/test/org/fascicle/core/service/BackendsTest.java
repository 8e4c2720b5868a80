package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.reference.ReferenceBackend;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

class BackendsTest {
    private final List<ServiceReference<Backend>> asked = new ArrayList<>();
    private final Backend backend = new ReferenceBackend();

    @Test
    void aBackendIsAskedForOnceAndWhenItIsNeeded() {
        Backends backends = new Backends(reference -> {
            asked.add(reference);
            return backend;
        }, 0);
        ServiceReference<Backend> reference = Fixture.reference(0);
        backends.add(reference);
        assertEquals(List.of(), asked);
        assertSame(backend, backends.all().get(0));
        assertSame(backend, backends.all().get(0));
        assertEquals(1, asked.size());
        backends.remove(reference);
        assertEquals(List.of(), backends.all());
    }

    @Test
    void oneThatHasGoneMeanwhileIsLeftOut() {
        Backends gone = new Backends(reference -> null, 0);
        gone.add(Fixture.reference(0));
        assertEquals(List.of(), gone.all());
        Backends stopped = new Backends(reference -> {
            throw new IllegalStateException("the context is not valid any more");
        }, 0);
        stopped.add(Fixture.reference(0));
        assertEquals(List.of(), stopped.all());
    }

    /** As that of a backend does that computes faster with a library, which comes later. */
    @Test
    void aRankingMayChange() {
        int[] rank = {5};
        ServiceReference<Backend> changing = Fixture.reference(() -> rank[0]);
        ServiceReference<Backend> other = Fixture.reference(100);
        Backend second = new ReferenceBackend();
        Backends backends = new Backends(reference -> reference == changing ? backend : second, 0);
        backends.add(changing);
        backends.add(other);
        assertEquals(List.of(second, backend), backends.all());
        rank[0] = 150;
        assertEquals(List.of(backend, second), backends.all());
        backends.remove(changing);
        assertEquals(List.of(second), backends.all());
    }

    @Test
    void listenersSeeTheListAsItIs() {
        Backends backends = new Backends(reference -> backend, 0);
        List<String> seen = new ArrayList<>();
        Runnable out = backends.listen(new Backends.Listener() {
            @Override
            public void backendCame() {
                seen.add("came " + backends.all().size());
            }

            @Override
            public void backendLeaves() {
                seen.add("leaves " + backends.all().size() + " " + backends.isLeaving());
            }

            @Override
            public void backendLeft() {
                seen.add("left " + backends.all().size() + " " + backends.isLeaving());
            }
        });
        ServiceReference<Backend> reference = Fixture.reference(0);
        backends.add(reference);
        backends.remove(reference);
        out.run();
        backends.add(reference);
        assertEquals(List.of("came 1", "leaves 0 true", "left 0 false"), seen);
    }
}

/** Waiting for what a model needs: which techniques and which backend, whatever the start order. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.readiness;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;

/** The optimizer {@code muon}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.optimizer.muon;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;

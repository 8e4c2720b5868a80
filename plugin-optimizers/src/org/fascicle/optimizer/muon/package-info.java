/** The optimizer {@code muon}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.muon;

import org.osgi.annotation.versioning.Version;

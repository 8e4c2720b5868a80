/** The optimizer {@code adamw}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.adamw;

import org.osgi.annotation.versioning.Version;

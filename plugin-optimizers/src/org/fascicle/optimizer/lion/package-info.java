/** The optimizer {@code lion}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.lion;

import org.osgi.annotation.versioning.Version;

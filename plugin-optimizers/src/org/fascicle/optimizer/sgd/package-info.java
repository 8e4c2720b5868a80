/** The optimizer {@code sgd}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.sgd;

import org.osgi.annotation.versioning.Version;

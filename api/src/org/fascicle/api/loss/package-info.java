/** The contract of losses. */
@Version("0.2.0")
package org.fascicle.api.loss;

import org.osgi.annotation.versioning.Version;

/** What metrics share that count right and wrong; a private part of each of their bundles. */
package org.fascicle.metric.truth;

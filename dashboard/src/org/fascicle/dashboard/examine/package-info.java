/** What takes a while to find out about a network: what it predicts, and where the time of a step goes. */
@NullMarked
package org.fascicle.dashboard.examine;

import org.jspecify.annotations.NullMarked;

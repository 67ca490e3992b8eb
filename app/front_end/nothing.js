/* In the place of what no browser that the portal is drawn in needs, or no chart of it: it is asked for, and is not there. */
module.exports = () => Promise.resolve();

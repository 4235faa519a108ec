// sentry-testkit's server. usage: node testkit.js DIR, with the packages in DIR/node_modules
// The first line of output is its DSN; for every line of input it prints the events that it has
// got so far, as one line of JSON.
const path = require("path");
const readline = require("readline");

const from = (name) => require(path.join(path.resolve(process.argv[2]), "node_modules", name));
const { testkit, localServer } = from("sentry-testkit")();

localServer.start("http://0123456789abcdef@localhost/7").then(() => {
    console.log(localServer.getDsn());
    readline.createInterface({ input: process.stdin }).on("line", () => {
        const events = testkit.reports().map((report) => report.originalReport);
        console.log(JSON.stringify(events));
    }).on("close", () => process.exit(0));
});

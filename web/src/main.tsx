import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/alarms.css";
import "./styles/beds.css";
import "./styles/sector.css";
import "./styles/marks.css";
import "./styles/numerics.css";
import "./styles/queue.css";
import "./styles/notices.css";
import "./styles/sound.css";
import "./styles/widths.css";
import { render } from "solid-js/web";
import { App } from "./app.tsx";

const root = document.getElementById("app");
if (!root) throw new Error("index.html holds no #app to render into");
render(() => <App />, root);

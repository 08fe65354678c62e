// A screen that breaks breaks alone: the frame stays, and the way out is said.
import { Component, type ReactNode } from 'react';

interface Props { children: ReactNode; broken: ReactNode; place: string }
export class Fence extends Component<Props, { at: string | null }> {
  override state = { at: null as string | null };
  static getDerivedStateFromError() { return { at: '' }; }
  override componentDidCatch() { this.setState({ at: this.props.place }); }
  override componentDidUpdate() {
    if (this.state.at !== null && this.state.at !== '' && this.state.at !== this.props.place) this.setState({ at: null });
  }
  override render() { return this.state.at === null ? this.props.children : this.props.broken; }
}
